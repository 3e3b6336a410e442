"""The list of recent files: newest first, bounded, and never in anybody's way."""

from pathlib import Path

import pytest

from segdesk.storage.folders import state_folder
from segdesk.storage.recent import (
    FILE_NAME,
    MOST,
    forget,
    load_recent,
    remember,
    save_thumbnail,
    thumbnail_path,
)


def test_the_newest_file_comes_first_and_each_only_once(tmp_path: Path) -> None:
    one, other = tmp_path / "李子 一.png", tmp_path / "two.png"
    assert load_recent() == ()
    for path in (one, other, one):
        remember(path)
    assert load_recent() == (one, other)


def test_the_list_is_bounded_and_takes_thumbnails_with_it(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.png" for number in range(MOST + 1)]
    for path in paths:
        remember(path)
        save_thumbnail(path, b"small")
    assert load_recent() == tuple(reversed(paths[1:]))
    remember(paths[-1])
    assert [path for path in paths if thumbnail_path(path).exists()] == paths[1:]
    remember(tmp_path / "one more.png")
    assert not thumbnail_path(paths[1]).exists()


def test_forgotten_files_and_their_thumbnails_are_gone(tmp_path: Path) -> None:
    one, other = tmp_path / "one.png", tmp_path / "two.png"
    for path in (one, other):
        remember(path)
        save_thumbnail(path, b"small")
    assert forget([other]) == (one,)
    assert (thumbnail_path(one).exists(), thumbnail_path(other).exists()) == (True, False)
    assert forget(load_recent()) == ()
    assert load_recent() == ()


@pytest.mark.parametrize("content", [b"", b"{", b'{"a": 1}', b"[1, null]", b"[" * 100_000, b"\xff\xfe"])
def test_a_damaged_list_is_an_empty_one(content: bytes, tmp_path: Path) -> None:
    state_folder().mkdir(parents=True)
    (state_folder() / FILE_NAME).write_bytes(content)
    assert load_recent() == ()
    assert remember(tmp_path / "a.png") == (tmp_path / "a.png",)


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    remember(tmp_path / "a.png")
    save_thumbnail(tmp_path / "a.png", b"small")
    assert load_recent() == ()
