"""`segdesk batch` as a person runs it: on a terminal, into a pipe, killed, interrupted, run again."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from segdesk import cli
from segdesk.core.geometry import Size
from segdesk.core.records import Planned, Record, parse_news
from segdesk.imaging import files
from tests.batch.shoots import ledger_of, shoot


def begun(*words: object) -> "subprocess.Popen[str]":
    """In the foreground, as a shell starts it: where the tests run in the background Ctrl+C would be ignored."""
    return subprocess.Popen(
        [sys.executable, "-m", "segdesk", "batch", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )


def ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """Its exit code and what it still said."""
    said, _ = process.communicate(timeout=120)
    return process.returncode, said


def stopped_after(process: "subprocess.Popen[str]", records: int, sign: signal.Signals) -> None:
    """Send a signal once so many pictures are done."""
    assert process.stdout is not None
    for line in process.stdout:
        records -= isinstance(parse_news(line), Record)
        if not records:
            break
    process.send_signal(sign)


def made_once(folder: Path, names: Sequence[str]) -> None:
    """Every picture has exactly one line in the ledger, and its output."""
    assert sorted(record.name for record in ledger_of(folder)) == sorted(names)
    assert sorted(path.name for path in folder.glob("*.png")) == sorted(names)


def test_a_killed_batch_goes_on_and_does_nothing_twice(tmp_path: Path) -> None:
    names = [f"图{number}.png" for number in range(8)]
    shoot(tmp_path / "in", *names)
    words = (tmp_path / "in", "-o", tmp_path / "out", "--jobs", 2, "--json")
    first = begun(*words)
    stopped_after(first, 2, signal.SIGKILL)
    ended(first)
    done = len(ledger_of(tmp_path / "out"))
    assert 2 <= done < len(names)
    code, said = ended(begun(*words))
    assert code == cli.DONE
    planned = parse_news(said.splitlines()[0])
    assert isinstance(planned, Planned)
    assert (len(planned.done), len(planned.waiting)) == (done, len(names) - done)
    made_once(tmp_path / "out", names)


def test_ctrl_c_ends_it_with_the_reports_and_without_a_word_too_many(tmp_path: Path) -> None:
    names = [f"{number}.png" for number in range(6)]
    shoot(tmp_path / "in", *names)
    words = (tmp_path / "in", "-o", tmp_path / "out", "--jobs", 2, "--json")
    first = begun(*words)
    stopped_after(first, 1, signal.SIGINT)
    _, complaints = first.communicate(timeout=60)
    assert first.returncode == cli.INTERRUPTED
    assert complaints == ""
    assert (tmp_path / "out" / "segdesk-batch.html").exists()
    assert ended(begun(*words))[0] == cli.DONE
    made_once(tmp_path / "out", names)


def test_lines_tell_what_happened_and_the_code_what_failed(tmp_path: Path) -> None:
    [good], broken = shoot(tmp_path, "good.png"), tmp_path / "bro\u2028ken\x85.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n no more")
    (tmp_path / "list.txt").write_bytes(f"{broken}\r\n\n{good}".encode())
    code, said = ended(begun("--list", tmp_path / "list.txt", "-o", tmp_path / "out", "--jobs", 1))
    assert code == cli.PICTURE
    first, second, sums, sheet = said.rstrip().split("\n")
    assert first.startswith("1/2  ✗ “bro\u2028ken\x85.png” is damaged")
    assert second.startswith("2/2  ✓ good.png → good.png, ")
    assert sums.startswith("1 cut, 1 failed, 0 to look at, in ")
    assert sheet.endswith("segdesk-batch.html")


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of this kind are POSIX")
def test_a_terminal_sees_a_bar(tmp_path: Path) -> None:
    import pty

    shoot(tmp_path, "good.png")
    (tmp_path / "broken.png").write_bytes(b"")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "segdesk", "batch", str(tmp_path), "-o", str(tmp_path / "out"), "--jobs", "1"]
    with subprocess.Popen(command, stdout=theirs, env={**os.environ, "TERM": "xterm", "COLUMNS": "100"}) as process:
        os.close(theirs)
        said = b""
        while chunk := _read(ours):
            said += chunk
    os.close(ours)
    text = said.decode("utf-8")
    assert process.returncode == cli.PICTURE
    assert "━" in text
    assert "2/2" in text
    assert "✗ “broken.png” is an empty file" in text
    assert "→ good.png" not in text


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--box", "1,2,3,4"], "four shares"),
        (["--jobs", "0"], "whole number"),
        (["--auto", "--prompts"], "not allowed"),
        (["--name", "{name}-{size}"], "not {size}"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    flags: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main(["batch", str(tmp_path), "-o", str(tmp_path / "out"), *flags])
    assert words in capsys.readouterr().err


def _read(descriptor: int) -> bytes:
    """What comes next; nothing when the other end is gone."""
    try:
        return os.read(descriptor, 4096)
    except OSError:
        return b""


def test_presets_and_names_are_those_of_any_export(tmp_path: Path) -> None:
    shoot(tmp_path, "图.png")
    flags = ("--preset", "square-800-on-white", "--name", "shop-{n}-{name}", "--jobs", "1")
    assert cli.main(["batch", str(tmp_path), "-o", str(tmp_path / "out"), *flags]) == cli.DONE
    [made] = [path for path in (tmp_path / "out").iterdir() if path.stem.startswith("shop")]
    assert made.stem == "shop-1-图"
    assert files.decode(made).picture.size == Size(800, 800)
