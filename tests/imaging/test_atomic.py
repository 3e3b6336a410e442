"""A file is written whole or not at all, and every way it can fail is told apart."""

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from segdesk.core.errors import OutputError, Reason
from segdesk.imaging.atomic import write_atomic


def refusal(path: Path, *, overwrite: bool = False) -> OutputError:
    with pytest.raises(OutputError) as caught:
        write_atomic(path, b"new", overwrite=overwrite)
    return caught.value


def failing(number: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("name", ["a.png", "白 い壺 🍐.png"])
def test_a_new_file_is_written_and_nothing_else(tmp_path: Path, name: str, overwrite: bool) -> None:
    write_atomic(tmp_path / name, b"content", overwrite=overwrite)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {name: b"content"}


def test_overwriting_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"old")
    assert refusal(path).reason is Reason.OUTPUT_EXISTS
    assert path.read_bytes() == b"old"
    write_atomic(path, b"new", overwrite=True)
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_appears_meanwhile_is_not_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, sync = tmp_path / "a.png", os.fsync

    def appear(descriptor: int) -> None:
        sync(descriptor)
        path.write_bytes(b"somebody else's")

    monkeypatch.setattr(os, "fsync", appear)
    assert refusal(path).reason is Reason.OUTPUT_EXISTS
    assert path.read_bytes() == b"somebody else's"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, Reason.OUTPUT_FULL),
        (errno.EDQUOT, Reason.OUTPUT_FULL),
        (errno.EROFS, Reason.OUTPUT_DENIED),
        (errno.EACCES, Reason.OUTPUT_DENIED),
        (errno.EIO, Reason.OUTPUT_FAILED),
    ],
)
def test_a_failure_while_writing_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: Reason, overwrite: bool
) -> None:
    path = tmp_path / "a.png"
    if overwrite:
        path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", failing(number))
    assert refusal(path, overwrite=overwrite).reason is reason
    assert [one.read_bytes() for one in tmp_path.iterdir()] == ([b"old"] if overwrite else [])


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_failure_while_renaming_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, overwrite: bool
) -> None:
    monkeypatch.setattr(Path, "replace", failing(errno.EACCES))
    assert refusal(tmp_path / "a.png", overwrite=overwrite).reason is Reason.OUTPUT_DENIED
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomic(tmp_path / "a.png", b"new", overwrite=False)
    assert list(tmp_path.iterdir()) == []


def test_places_that_cannot_be_written_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    assert refusal(tmp_path / "none" / "a.png").reason is Reason.OUTPUT_FOLDER
    assert refusal(tmp_path / "file" / "a.png").reason is Reason.OUTPUT_FOLDER
    assert refusal(tmp_path / "folder", overwrite=True).reason is Reason.OUTPUT_IS_FOLDER
    assert refusal(tmp_path / ("x" * 300)).reason is Reason.OUTPUT_NAME_LONG
    assert refusal(tmp_path / "nul\0l.png").reason is Reason.OUTPUT_FAILED
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


if sys.platform != "win32":
    import resource

    def test_a_file_the_system_will_not_let_grow_leaves_nothing(tmp_path: Path) -> None:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
        try:
            with pytest.raises(OutputError) as caught:
                write_atomic(tmp_path / "a.png", bytes(100_000), overwrite=False)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert caught.value.reason is Reason.OUTPUT_FAILED
        assert list(tmp_path.iterdir()) == []

    def test_permissions_are_the_usual_ones_or_the_old_files(tmp_path: Path) -> None:
        mask = os.umask(0o022)
        try:
            write_atomic(tmp_path / "new", b"", overwrite=False)
            (tmp_path / "old").touch(0o600)
            write_atomic(tmp_path / "old", b"new", overwrite=True)
        finally:
            os.umask(mask)
        assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o644
        assert stat.S_IMODE((tmp_path / "old").stat().st_mode) == 0o600

    def test_a_link_keeps_pointing_where_it_pointed(tmp_path: Path) -> None:
        (tmp_path / "real").write_bytes(b"old")
        (tmp_path / "link").symlink_to("real")
        assert refusal(tmp_path / "link").reason is Reason.OUTPUT_EXISTS
        write_atomic(tmp_path / "link", b"new", overwrite=True)
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "real").read_bytes() == b"new"

    def test_a_link_to_nowhere_is_in_the_way(tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to("nowhere")
        assert refusal(tmp_path / "link").reason is Reason.OUTPUT_EXISTS
