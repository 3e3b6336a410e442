"""A batch on a cluster of which a part is killed half-way."""

import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from distributed import Client

from segdesk import cli
from segdesk.batch.cluster import Cluster
from segdesk.batch.cutting import Piece, Reply
from segdesk.batch.wishes import Wishes
from segdesk.core.errors import Reason, ServiceUnavailable
from segdesk.core.records import Record, parse_news
from tests.awaiting import until
from tests.batch.clusters import LocalCluster, cluster
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


def test_an_answer_that_went_with_its_worker_is_given_again(tmp_path: Path) -> None:
    with cluster(tmp_path, workers=2) as there, watching(there) as watcher, cut(there, tmp_path) as replies:
        names = [next(replies).record.name]
        until(lambda: sum(map(len, watcher.has_what().values())) >= 3, seconds=60)
        places = watcher.run(os.getpid)
        answers = {places[address]: len(keys) for address, keys in watcher.has_what().items()}
        worker = max(there.workers, key=lambda worker: answers[worker.pid])
        worker.kill()
        worker.wait()
        until(lambda: len(watcher.nthreads()) == 1, seconds=60)
        names += [reply.record.name for reply in replies if reply.record.failure is None]
    assert sorted(names) == [f"{number}.png" for number in range(8)]


def test_a_scheduler_that_goes_is_said_to_be_gone(tmp_path: Path) -> None:
    with cluster(tmp_path, workers=1) as there, cut(there, tmp_path) as replies:
        next(replies)
        there.scheduler.kill()
        there.scheduler.wait()
        with pytest.raises(ServiceUnavailable) as caught:
            list(replies)
    assert caught.value.reason is Reason.CLUSTER_UNREACHABLE


def test_keys_do_not_go_to_a_cluster(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shoot(tmp_path / "in", "1.png")
    command = ["batch", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--engine", "baidu", "--dask", "tcp://x:1"]
    assert cli.main(command) == cli.ENGINE
    assert "keys do not leave this machine" in capsys.readouterr().err


def watching(there: LocalCluster) -> Any:  # noqa: ANN401 - Dask comes without types
    """Somebody else at the cluster, in a `with` block."""
    return Client(there.address, set_as_default=False)


def cut(there: LocalCluster, folder: Path) -> "closing[Generator[Reply]]":
    """Replies for eight small pictures, whose content comes back."""
    paths = shoot(folder / "in", *(f"{number}.png" for number in range(8)))
    pieces = [Piece(Record(str(path), "", "", path.stem), None, folder / "nowhere") for path in paths]
    return closing(Cluster(there.address).work(pieces, Wishes(), lambda _: None))
