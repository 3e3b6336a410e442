"""Downloads go on where they broke, and nobody gets a file that is not the promised one."""

import hashlib
import json
import logging
import re
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from segdesk.core.errors import Cancelled, EngineError, ModelMissing, OutputError, Reason
from segdesk.core.resources import resource
from segdesk.core.work import CancelToken, no_report
from segdesk.engines.models.catalogue import Entry, Promised, load_catalogue, mirrored
from segdesk.engines.models.download import download
from segdesk.engines.transport import Pace
from tests.engines.hostile import Heard, Hostile, Turn, answer, redirect, silence

CONTENT = np.random.default_rng(5).bytes(300_000)
QUICK = Pace(connect=1, read=1, write=1, whole=20, attempts=3, first_wait=0.01, longest_wait=0.02)
ENTRY = {
    "name": "Tiny",
    "licence": "Apache-2.0",
    "source": "https://models.example/tiny",
    "files": [{"name": "tiny.onnx", "url": "https://models.example/a/tiny.onnx", "sha256": "0" * 64, "size": 7}],
}


class Files(Hostile):
    """Gives out one file, by ranges where it knows them; each of its answers stops after so many bytes."""

    def __init__(self, content: bytes = CONTENT, *, stops_after: int | None = None, knows_ranges: bool = True) -> None:
        super().__init__()
        self.content, self.stops_after, self.knows_ranges = content, stops_after, knows_ranges
        self.before: list[Turn] = []

    @property
    def begins(self) -> list[int]:
        """From which byte on each request asked."""
        return [int(re.sub(r"\D", "", heard.headers["range"])) for heard in self.heard]

    def turn_for(self, heard: Heard) -> Turn:
        if self.before:
            return self.before.pop(0)
        begin = self.begins[-1] if self.knows_ranges else 0
        rest, size = self.content[begin:], len(self.content)
        if not rest:
            return answer(416)
        span = f"Content-Range: bytes {begin}-{size - 1}/{size}\r\n" if self.knows_ranges else ""
        status = 206 if self.knows_ranges else 200
        head = f"HTTP/1.1 {status} Whatever\r\n{span}Content-Length: {len(rest)}\r\nConnection: close\r\n\r\n"
        return lambda connection, over: connection.sendall(head.encode() + rest[: self.stops_after])


def entry(url: str, content: bytes = CONTENT) -> Entry:
    promised = Promised("tiny.onnx", f"{url}/a/tiny.onnx", hashlib.sha256(content).hexdigest(), len(content))
    return Entry("Tiny", "Apache-2.0", url, (promised,))


def fetch(wanted: Entry, folder: Path, **more: object) -> Path:
    given = {"pace": QUICK, "cancel": CancelToken(), "report": no_report, **more}
    (path,) = download(wanted, folder, **given)  # type: ignore[arg-type]
    return path


def test_a_file_comes_whole_and_is_told_of_on_the_way(tmp_path: Path) -> None:
    told: list[float] = []
    with Files() as server:
        folder = tmp_path / "new" / "folder"
        path = fetch(entry(server.url), folder, report=lambda stage, share: told.append(share))
    assert path.read_bytes() == CONTENT
    assert [one.name for one in folder.iterdir()] == ["tiny.onnx"]
    assert told == sorted(told)
    assert told[-1] == 1
    assert len(told) > 2


def test_what_breaks_goes_on_where_it_stopped_however_often(tmp_path: Path) -> None:
    with Files(stops_after=40_000) as server:
        assert fetch(entry(server.url), tmp_path).read_bytes() == CONTENT
    assert server.begins == [40_000 * count for count in range(8)]


def test_a_later_start_goes_on_too(tmp_path: Path) -> None:
    (tmp_path / "tiny.onnx.part").write_bytes(CONTENT[:250_000])
    with Files() as server:
        assert fetch(entry(server.url), tmp_path).read_bytes() == CONTENT
    assert server.begins == [250_000]


def test_a_part_that_is_whole_is_only_checked(tmp_path: Path) -> None:
    with Files() as server:
        (tmp_path / "tiny.onnx.part").write_bytes(CONTENT)
        assert fetch(entry(server.url), tmp_path).read_bytes() == CONTENT
        assert fetch(entry(server.url), tmp_path).read_bytes() == CONTENT
    assert server.heard == []


def test_a_server_without_ranges_starts_again(tmp_path: Path) -> None:
    with Files(knows_ranges=False) as server:
        (tmp_path / "tiny.onnx.part").write_bytes(b"something else")
        assert fetch(entry(server.url), tmp_path).read_bytes() == CONTENT


def test_another_hash_is_thrown_away_and_nothing_takes_its_place(tmp_path: Path) -> None:
    forged = CONTENT[:-1] + bytes([CONTENT[-1] ^ 1])
    (tmp_path / "tiny.onnx").write_bytes(b"the old one")
    with Files(forged) as server, pytest.raises(ModelMissing) as caught:
        fetch(entry(server.url), tmp_path)
    assert caught.value.reason is Reason.DOWNLOAD_WRONG
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("tiny.onnx", b"the old one")]


def test_a_wrong_part_is_thrown_away_and_comes_right_the_next_time(tmp_path: Path) -> None:
    (tmp_path / "tiny.onnx.part").write_bytes(bytes(1000))
    with Files() as server:
        with pytest.raises(ModelMissing):
            fetch(entry(server.url), tmp_path)
        assert fetch(entry(server.url), tmp_path).read_bytes() == CONTENT


def test_more_than_promised_is_not_taken(tmp_path: Path) -> None:
    with Files(CONTENT + b"more") as server, pytest.raises(ModelMissing) as caught:
        fetch(entry(server.url), tmp_path)
    assert caught.value.reason is Reason.DOWNLOAD_WRONG
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("turn", [answer(503), answer(429, b"", "Retry-After: 0"), silence, answer(416)])
def test_what_passes_is_tried_again(tmp_path: Path, turn: Turn) -> None:
    with Files() as server:
        server.before = [turn]
        assert fetch(entry(server.url), tmp_path).read_bytes() == CONTENT


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_what_is_not_there_is_told_with_the_mirror_to_change(tmp_path: Path, status: int) -> None:
    with Files() as server:
        server.before = [answer(status, b"<html>" * 100)]
        with pytest.raises(ModelMissing) as caught:
            fetch(entry(server.url), tmp_path)
    assert caught.value.reason is Reason.DOWNLOAD_GONE
    assert f"HTTP {status}" in str(caught.value)


def test_a_server_that_stays_away_is_told(tmp_path: Path) -> None:
    with Files() as server:
        server.before = [answer(503)] * 5
        with pytest.raises(EngineError) as caught:
            fetch(entry(server.url), tmp_path)
    assert caught.value.reason is Reason.SERVICE_DOWN


def test_a_mirror_takes_the_place_of_the_host(tmp_path: Path) -> None:
    wanted = entry("https://models.example")
    with Files() as server:
        assert fetch(wanted, tmp_path, mirror=f"{server.url}/mirror/").read_bytes() == CONTENT
    assert server.heard[0].line == "GET /mirror/a/tiny.onnx HTTP/1.1"
    assert mirrored("https://a.example/x?download=true", " ") == "https://a.example/x?download=true"
    assert mirrored("https://a.example/x?download=true", "https://b.example") == "https://b.example/x?download=true"


def test_a_redirect_may_lead_to_another_host_but_not_off_https(tmp_path: Path) -> None:
    with Files() as server, Files() as other:
        server.before = [redirect(f"{other.url}/there")]
        assert fetch(entry(server.url), tmp_path / "one").read_bytes() == CONTENT
        assert len(other.heard) == 1
        server.before = [redirect("http://models.example/there")]
        with pytest.raises(EngineError) as caught:
            fetch(entry(server.url), tmp_path / "two")
    assert caught.value.reason is Reason.SERVICE_UNTRUSTED


def test_a_cancel_keeps_what_came(tmp_path: Path) -> None:
    token, came = CancelToken(), threading.Event()

    def stop(stage: str, share: float) -> None:
        came.set()
        token.cancel()

    def half(connection: object, over: threading.Event) -> None:
        head = f"HTTP/1.1 206 X\r\nContent-Range: bytes 0-299999/300000\r\nContent-Length: {len(CONTENT)}\r\n\r\n"
        connection.sendall(head.encode() + CONTENT[:100_000])  # type: ignore[attr-defined]
        over.wait()

    with Files() as server:
        server.before = [half]
        with pytest.raises(Cancelled):
            fetch(entry(server.url), tmp_path, cancel=token, report=stop)
        size = (tmp_path / "tiny.onnx.part").stat().st_size
        assert 0 < size <= 100_000
        assert fetch(entry(server.url), tmp_path).read_bytes() == CONTENT
    assert server.begins == [0, size]


def test_too_little_room_is_told_before_anything_travels(tmp_path: Path) -> None:
    with Files() as server:
        wanted = entry(server.url)
        huge = replace(wanted, files=(replace(wanted.files[0], size=1 << 60),))
        with pytest.raises(OutputError) as caught:
            fetch(huge, tmp_path)
    assert caught.value.reason is Reason.OUTPUT_FULL
    assert server.heard == []


def test_the_log_names_host_and_sizes_only(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with Files() as server:
        fetch(entry(server.url), tmp_path)
    assert "/a/tiny.onnx" not in caplog.text


def test_the_catalogue_that_comes_along_can_be_read() -> None:
    for one in load_catalogue():
        assert one.licence
        assert all(file.url.startswith("https://") for file in one.files)
    assert "format" in resource("models", "README.md").read_text("utf-8")


def test_a_catalogue_is_read(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.json"
    path.write_text(json.dumps({"format": 1, "models": [ENTRY]}))
    (read,) = load_catalogue(path)
    assert (read.name, read.licence, read.size) == ("Tiny", "Apache-2.0", 7)
    assert load_catalogue(tmp_path / "none.json") == ()


@pytest.mark.parametrize(
    "change",
    [
        {"name": "../tiny.onnx"},
        {"name": "a/b.onnx"},
        {"name": "a\\b.onnx"},
        {"name": ".hidden"},
        {"sha256": "12"},
        {"size": 0},
        {"size": True},
        {"url": ""},
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "catalogue.json"
    bent = ENTRY | {"files": [dict(ENTRY["files"][0]) | change]}  # type: ignore[arg-type, index]
    path.write_text(json.dumps({"format": 1, "models": [bent]}))
    with pytest.raises(ModelMissing) as caught:
        load_catalogue(path)
    assert caught.value.reason is Reason.CATALOGUE_UNREADABLE


@pytest.mark.parametrize("text", ["", "[]", '{"format": 2, "models": []}', '{"format": 1}', "[" * 100_000])
def test_a_catalogue_that_makes_no_sense_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "catalogue.json"
    path.write_text(text)
    with pytest.raises(ModelMissing):
        load_catalogue(path)
