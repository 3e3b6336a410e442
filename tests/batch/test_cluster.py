"""A batch on a cluster of which a worker is killed half-way."""

import subprocess
import sys
from pathlib import Path

import pytest

from segdesk import cli
from segdesk.core.records import Record, parse_news
from tests.batch.clusters import cluster
from tests.batch.shoots import ledger_of, shoot


def test_a_lost_workers_pictures_are_done_again_and_none_twice(tmp_path: Path) -> None:
    names = [f"图{number}.png" for number in range(8)]
    shoot(tmp_path / "in", *names)
    out = tmp_path / "out"
    words = [tmp_path / "in", "-o", out, "--json", "--dask"]
    with cluster(tmp_path, workers=2) as there:
        command = [sys.executable, "-m", "segdesk", "batch", *map(str, words), there.address]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as batch:
            assert batch.stdout is not None
            for line in batch.stdout:
                if isinstance(parse_news(line), Record) and there.workers[0].poll() is None:
                    there.workers[0].kill()
                    there.workers[0].wait()
    assert batch.returncode == cli.DONE
    records = ledger_of(out)
    assert sorted(record.name for record in records) == sorted(names)
    assert all(record.failure is None for record in records)
    assert sorted(path.name for path in out.glob("*.png")) == sorted(names)
    assert not list((out / ".segdesk-batch" / "parts").iterdir())


def test_keys_do_not_go_to_a_cluster(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shoot(tmp_path / "in", "1.png")
    command = ["batch", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--engine", "baidu", "--dask", "tcp://x:1"]
    assert cli.main(command) == cli.ENGINE
    assert "keys do not leave this machine" in capsys.readouterr().err
