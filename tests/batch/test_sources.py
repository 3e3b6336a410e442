"""Words into pictures, each with a place of its own for its cutout."""

from pathlib import Path, PurePosixPath

import pytest
from fsspec.implementations.memory import MemoryFile, MemoryFileSystem

from segdesk.batch.sources import Source, gather, placed, prompts_beside, read, stamp_of
from segdesk.core.errors import PictureError
from tests.batch.shoots import shoot


def names(sources: list[Source]) -> list[str]:
    return [source.address.rpartition("/")[2] for source in sources]


def test_a_folder_stands_for_all_below_it_in_natural_order(tmp_path: Path) -> None:
    shoot(tmp_path, "图10.png", "图2.png", "第二天/图1.png", ".thumbs/图1.png", "out/图2.png")
    (tmp_path / "notes.txt").write_text("no picture")
    found = gather([str(tmp_path)], folder=tmp_path / "out")
    assert [str(source.place) for source in found] == ["图2", "图10", "第二天/图1"]


def test_words_keep_their_order_and_nothing_is_meant_twice(tmp_path: Path) -> None:
    one, two, ten = shoot(tmp_path, "1.png", "2.png", "10.png")
    found = gather([str(ten), str(tmp_path / "*.png"), str(tmp_path), str(one)], folder=tmp_path / "out")
    assert [source.address for source in found] == [str(ten), str(one), str(two)]


def test_what_is_named_is_meant_even_when_it_is_missing(tmp_path: Path) -> None:
    odd = shoot(tmp_path, "scan.png")[0].rename(tmp_path / "scan.dat")
    found = gather([str(odd), str(tmp_path / "gone.png"), str(tmp_path / "*.tiff")], folder=tmp_path / "out")
    assert names(found) == ["scan.dat", "gone.png", "*.tiff"]


def test_pictures_of_one_name_get_places_of_their_own() -> None:
    sources = [Source(f"/{place}", PurePosixPath("1")) for place in ("a/1.png", "b/1.png", "b/1.jpg", "A/1.PNG")]
    outputs = placed(sources, ".png", {})
    assert list(outputs.values()) == ["1.png", "1-b.png", "1-b-2.png", "1-A.png"]
    # Whoever comes later takes nobody's place, and those who had one keep it.
    again = placed([Source("/c/1.png", PurePosixPath("1")), *sources[::-1]], ".png", outputs)
    assert again == {"/c/1.png": "1-c.png", **outputs}


def test_places_differ_by_more_than_capitals() -> None:
    sources = [Source("/a/Ä.png", PurePosixPath("Ä")), Source("/b/ä.png", PurePosixPath("ä"))]
    assert list(placed(sources, ".png", {}).values()) == ["Ä.png", "ä-b.png"]


def test_a_stamp_changes_with_the_picture_and_with_prompts_that_count(tmp_path: Path) -> None:
    [path] = shoot(tmp_path, "a.png")
    before = stamp_of(str(path), with_prompts=True)
    assert before == stamp_of(str(path), with_prompts=True) != ""
    (tmp_path / "a.prompts.json").write_text("{}")
    assert prompts_beside(str(path)) == str(tmp_path / "a.prompts.json")
    assert stamp_of(str(path), with_prompts=True) != before == stamp_of(str(path), with_prompts=False)
    path.write_bytes(path.read_bytes() + b"x")
    assert stamp_of(str(path), with_prompts=False) != before
    assert stamp_of(str(tmp_path / "gone.png"), with_prompts=True) == ""


@pytest.fixture
def bucket() -> MemoryFileSystem:
    storage = MemoryFileSystem()
    storage.store.clear()
    for name in ("shoot/2.png", "shoot/10.png", "shoot/more/1.png", "shoot/read.txt"):
        storage.pipe_file(f"/{name}", name.encode())
    return storage


def test_storages_are_looked_through_like_folders(bucket: MemoryFileSystem, tmp_path: Path) -> None:
    found = gather(["memory://shoot"], folder=tmp_path)
    assert [str(source.place) for source in found] == ["2", "10", "more/1"]
    assert names(gather(["memory://shoot/*.png"], folder=tmp_path)) == ["2.png", "10.png"]
    assert read(found[2].address) == b"shoot/more/1.png"
    before = stamp_of(found[0].address, with_prompts=True)
    bucket.pipe_file("/shoot/2.prompts.json", b"{}")
    assert stamp_of(found[0].address, with_prompts=True) != before != ""


def test_what_a_storage_lists_never_leads_out_of_the_folder(bucket: MemoryFileSystem, tmp_path: Path) -> None:
    for name in ("shoot/../../up.png", "shoot/a:b/c?d.png"):
        bucket.store[f"/{name}"] = MemoryFile(bucket, name, b"")
    places = [str(source.place) for source in gather(["memory://shoot"], folder=tmp_path)]
    assert sorted(places) == ["10", "2", "a b/c d", "more/1", "up"]


def test_an_address_that_nothing_opens_is_told(bucket: MemoryFileSystem, tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="segdesk\\[cluster\\]"):
        gather(["nowhere://shoot/1.png*"], folder=tmp_path)
    with pytest.raises(PictureError, match="was not found"):
        read("memory://shoot/gone.png")
    [missing] = gather(["memory://shoot/*.webp"], folder=tmp_path)
    with pytest.raises(PictureError, match="was not found"):
        read(missing.address)
