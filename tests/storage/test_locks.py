"""Who works on a project: others learn of it, and nobody is kept out by one who is gone."""

import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import pytest

from segdesk.storage.locks import ABANDONED_SECONDS, Claim, Hold, Owner

THIS = Owner(os.getpid(), platform.node())
LIVING = """
import sys
from pathlib import Path
from segdesk.storage.locks import Claim
claim = Claim.on(Path(sys.argv[1]))
print(claim.other is None, flush=True)
sys.stdin.read()
"""


def test_the_second_on_a_project_learns_who_was_first(tmp_path: Path) -> None:
    project = tmp_path / "a.segdesk"
    first, second = Claim.on(project), Claim.on(project)
    assert first.other is None
    assert second.other == THIS
    second.release()
    assert Claim.on(project).other == THIS
    first.release()
    third = Claim.on(project)
    assert third.other is None
    third.release()
    assert not list(tmp_path.iterdir())


def test_another_process_is_named_and_a_killed_one_counts_no_more(tmp_path: Path) -> None:
    project = tmp_path / "a.segdesk"
    command = [sys.executable, "-c", LIVING, str(project)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "True"
        assert Claim.on(project).other == Owner(other.pid, THIS.host)
        other.kill()
        other.wait()
    claim = Claim.on(project)
    assert claim.other is None
    claim.release()


def test_one_on_another_machine_counts_until_it_is_old(tmp_path: Path) -> None:
    project, lock = tmp_path / "a.segdesk", tmp_path / ".a.segdesk.lock"
    lock.write_text(json.dumps({"pid": 7, "host": "elsewhere"}))
    assert Claim.on(project).other == Owner(7, "elsewhere")
    old = time.time() - ABANDONED_SECONDS - 60
    os.utime(lock, (old, old))
    claim = Claim.on(project)
    assert claim.other is None
    claim.release()


def test_a_lock_file_with_anything_in_it_keeps_nobody_out(tmp_path: Path) -> None:
    for content in (b"", b"[1]", b"\xff\xfe", b'{"pid": "x"}'):
        (tmp_path / ".a.segdesk.lock").write_bytes(content)
        claim = Claim.on(tmp_path / "a.segdesk")
        assert claim.other is None
        claim.release()


def test_a_folder_that_takes_no_file_is_no_obstacle(tmp_path: Path) -> None:
    assert Claim.on(tmp_path / "missing" / "a.segdesk").other is None


def test_a_lock_that_was_removed_by_its_owner_is_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    first = Hold.take(path)
    assert first is not None
    path.unlink()
    second = Hold.take(path)
    assert second is not None
    first.release(removes=False)
    second.release(removes=True)
    assert not path.exists()


def test_a_claim_that_cannot_say_whose_it_is_holds_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(file: int, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", refuse)
        claim = Claim.on(tmp_path / "a.segdesk")
    assert claim.other is None
    assert Claim.on(tmp_path / "a.segdesk").other is not None
    claim.release()
    assert not list(tmp_path.iterdir())
