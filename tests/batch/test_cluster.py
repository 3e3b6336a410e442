"""A real Dask scheduler with real workers, of which one is killed half-way."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from segdesk import cli
from segdesk.core.records import Record, parse_news
from tests.batch.shoots import ledger_of, shoot

SERVED = ("--no-dashboard", "--scheduler-file")


def started(stack: ExitStack, module: str, *flags: object) -> "subprocess.Popen[bytes]":
    """One of Dask's programs, ended with the test."""
    command = [sys.executable, "-m", f"distributed.cli.{module}", *map(str, flags)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(process.wait)
    stack.callback(process.kill)
    return process


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Two workers, and behind them the scheduler; `place` tells where."""
    place = tmp_path / "scheduler.json"
    with ExitStack() as stack:
        scheduler = started(stack, "dask_scheduler", "--host", "127.0.0.1", "--port", 0, *SERVED, place)
        flags = ("--nthreads", 1, "--no-nanny", "--local-directory", tmp_path / "scratch", *SERVED, place)
        yield [*(started(stack, "dask_worker", *flags) for _ in range(2)), scheduler]


def test_a_lost_workers_pictures_are_done_again_and_none_twice(
    cluster: list["subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    names = [f"图{number}.png" for number in range(8)]
    shoot(tmp_path / "in", *names)
    out = tmp_path / "out"
    code = """
import sys, json
from pathlib import Path
from distributed import Client
place = Path(sys.argv[1])
with Client(scheduler_file=str(place), set_as_default=False) as client:
    client.wait_for_workers(2, timeout=60)
"""
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "scheduler.json")], check=True, timeout=90)
    address = json.loads((tmp_path / "scheduler.json").read_text("utf-8"))["address"]
    command = [sys.executable, "-m", "segdesk", "batch", tmp_path / "in", "-o", out, "--dask", address, "--json"]
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True, encoding="utf-8") as batch:
        assert batch.stdout is not None
        for line in batch.stdout:
            if isinstance(parse_news(line), Record) and cluster[0].poll() is None:
                cluster[0].send_signal(signal.SIGKILL)
                cluster[0].wait()
    assert batch.returncode == cli.DONE
    records = ledger_of(out)
    assert sorted(record.name for record in records) == sorted(names)
    assert all(record.failure is None for record in records)
    assert sorted(path.name for path in out.glob("*.png")) == sorted(names)
    assert not list((out / ".segdesk-batch" / "parts").iterdir())


def test_a_cluster_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shoot(tmp_path / "in", "1.png")
    command = ["batch", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--engine", "baidu", "--dask", "tcp://x:1"]
    assert cli.main(command) == cli.ENGINE
    assert "keys do not leave this machine" in capsys.readouterr().err
