"""What a person should look at after a batch: a table for programs and a contact sheet for eyes, worst first."""

import base64
import csv
import io
from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import quote

from segdesk.core.records import Record
from segdesk.imaging import atomic

TABLE: Final = "segdesk-batch.csv"
SHEET: Final = "segdesk-batch.html"
_MOST_PICTURES: Final = 400
"""Cards with a picture; browsers grow slow over more."""
_COLUMNS: Final = ("rank", "look", "picture", "output", "sureness", "kept", "seconds", "what to know")
_SHEET: Final = Template("""<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>SegDesk: what to look at</title>
<style>
:root { color-scheme: light dark; --ground: light-dark(#f4f5f7, #1b1c1e); --card: light-dark(#fff, #242629);
  --line: light-dark(#dfe2e6, #35383d); --text: light-dark(#1c1f23, #e8e9eb); --dim: light-dark(#5c6673, #9aa0a8);
  --accent: light-dark(#2468e5, #6ba1ff); --bad: light-dark(#c92f36, #ff7a7e); }
body { margin: 0; padding: 24px; background: var(--ground); color: var(--text);
  font: 13px/1.45 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; }
h1 { font-size: 20px; margin: 0 0 4px; } h2 { font-size: 14px; margin: 28px 0 10px; }
p { margin: 0; color: var(--dim); }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 16px; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
article img { display: block; width: 100%; height: 170px; object-fit: contain; background: var(--ground); }
article div { padding: 10px 14px 12px; } article a { color: var(--accent); font-weight: 600; text-decoration: none;
  overflow-wrap: anywhere; } article a:hover { text-decoration: underline; }
article b { overflow-wrap: anywhere; } .bad { color: var(--bad); } .figures { font-variant-numeric: tabular-nums; }
</style>
<h1>What to look at</h1>
<p>$summary</p>
$sections
</html>
""")


def table(ranked: Sequence[Record]) -> bytes:
    """The records, worst first, as CSV that spreadsheets open as it is, Chinese names included."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(_COLUMNS)
    for rank, record in enumerate(ranked, 1):
        sureness = "" if record.sureness is None else f"{record.sureness:.3f}"
        made = "" if record.failure is not None else record.output
        figures = (sureness, f"{record.kept:.4f}", f"{record.seconds:.2f}")
        writer.writerow(
            (rank, _verdict(record), _plain(record.source), _plain(made), *figures, " ".join(_told(record)))
        )
    return lines.getvalue().encode("utf-8-sig", "replace")


def sheet(ranked: Sequence[Record], glance: Callable[[Record], bytes | None]) -> bytes:
    """One HTML file that needs no other, with what a glance (a JPEG) shows of each picture."""
    looked, rest = _parted(ranked)
    sections = [
        _section("Look at these by hand", looked, glance),
        _section("The others, the least sure first", rest[: _MOST_PICTURES - len(looked)], glance),
    ]
    failed = sum(record.failure is not None for record in ranked)
    doubtful = len(looked) - failed
    summary = f"{len(ranked) - failed} cut, {failed} failed, {doubtful} to look at. The worst come first."
    return _SHEET.substitute(summary=summary, sections="\n".join(filter(None, sections))).encode("utf-8", "replace")


def write(path: Path, content: bytes) -> None:
    """Put a report in the place of the one before. Raises OutputError."""
    atomic.write_atomic(path, content, overwrite=True)


def _parted(ranked: Iterable[Record]) -> tuple[list[Record], list[Record]]:
    parts: tuple[list[Record], list[Record]] = ([], [])
    for record in ranked:
        parts[not record.needs_eyes].append(record)
    return parts


def _section(title: str, records: Sequence[Record], glance: Callable[[Record], bytes | None]) -> str:
    cards = "\n".join(
        _card(record, glance(record) if number < _MOST_PICTURES else None) for number, record in enumerate(records)
    )
    return f"<h2>{title}</h2>\n<main>\n{cards}\n</main>" if records else ""


def _card(record: Record, picture: bytes | None) -> str:
    shown = ""
    if picture is not None and record.failure is None:
        content = base64.b64encode(picture).decode()
        shown = f'<img alt="" loading="lazy" src="data:image/jpeg;base64,{content}">'
    name = f"<b>{escape(record.name)}</b>"
    if record.failure is None:
        target = quote(record.output, errors="surrogateescape")
        name = f'<a href="{target}" title="{escape(record.source)}">{escape(record.name)}</a>'
    told = "".join(f'<p class="{"bad" if record.failure else ""}">{escape(line)}</p>' for line in _told(record))
    figures = f'<p class="figures">{_figures(record)}</p>' if record.failure is None else ""
    return f"<article>{shown}<div>{name}{told}{figures}</div></article>"


def _figures(record: Record) -> str:
    sureness = "" if record.sureness is None else f" · {record.sureness:.0%} sure"
    return f"{record.kept:.1%} kept{sureness}"


def _verdict(record: Record) -> str:
    if record.failure is not None:
        return "failed"
    return "look" if record.needs_eyes else ""


def _told(record: Record) -> list[str]:
    return [str(record.failure)] if record.failure is not None else [str(note) for note in record.notes]


def _plain(text: str) -> str:
    """A spreadsheet takes what begins so for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
