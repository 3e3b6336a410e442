"""Uploads and results: they expire, they fit, they leave nothing behind."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from segdesk.serve.store import Store, StoreFull, fresh_name


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    opened = Store(limit_bytes=100, clock=clock)
    yield opened
    opened.close()


def files(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def test_what_is_kept_can_be_read_until_its_life_ends(store: Store, clock: Clock, tmp_path: Path) -> None:
    store.keep("results/a", b"abc", 30)
    clock.now += 29.9
    assert store.read("results/a") == b"abc"
    clock.now += 0.1
    assert store.read("results/a") is None
    assert files(tmp_path) == 0


def test_use_renews_an_upload(store: Store, clock: Clock) -> None:
    store.keep("uploads/a", b"abc", 30)
    clock.now += 20
    assert store.read("uploads/a", renew=True) == b"abc"
    clock.now += 20
    assert store.read("uploads/a") == b"abc"


def test_reading_does_not_lengthen_a_result(store: Store, clock: Clock) -> None:
    store.keep("results/a", b"abc", 30)
    clock.now += 20
    store.read("results/a")
    clock.now += 20
    assert store.read("results/a") is None


def test_a_full_store_refuses_until_something_expires(store: Store, clock: Clock) -> None:
    store.keep("a", bytes(60), 30)
    with pytest.raises(StoreFull):
        store.keep("b", bytes(41), 30)
    store.keep("b", bytes(40), 90)
    clock.now += 30
    store.keep("c", bytes(60), 30)
    assert store.used_bytes == 100


def test_a_second_content_of_a_name_replaces_the_first(store: Store, tmp_path: Path) -> None:
    store.keep("a", bytes(60), 30)
    store.keep("a", bytes(50), 30)
    assert (store.used_bytes, store.count, files(tmp_path)) == (50, 1, 1)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "", "results/", "results/a\0"])
def test_names_are_never_paths(store: Store, name: str) -> None:
    assert store.read(name) is None


def test_sweeping_deletes_what_expired(store: Store, clock: Clock, tmp_path: Path) -> None:
    store.keep("a", b"abc", 30)
    clock.now += 30
    store.sweep()
    assert (store.used_bytes, store.count, files(tmp_path)) == (0, 0, 0)


def test_closing_leaves_nothing(store: Store, tmp_path: Path) -> None:
    store.keep("a", b"abc", 30)
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_names_cannot_be_guessed() -> None:
    names = {fresh_name("results", ".png") for _ in range(1000)}
    assert len(names) == 1000
    assert all(len(name) == len("results/.png") + 40 for name in names)


def test_a_folder_that_the_system_cleared_away_is_made_anew(store: Store, tmp_path: Path) -> None:
    store.keep("results/old", b"abc", 30)
    [folder] = tmp_path.iterdir()
    shutil.rmtree(folder)
    assert store.read("results/old") is None
    assert (store.count, store.used_bytes) == (0, 0)
    store.keep("results/new", b"abcd", 30)
    assert store.read("results/new") == b"abcd"
