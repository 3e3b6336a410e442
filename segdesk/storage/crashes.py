"""Reports of failures inside the program, for whoever is to mend it: what happened and where, never whose or with what.

A report holds the traceback and the versions. Keys, tokens, signatures, query strings and the person's home folder are
taken out before anything reaches the disk.
"""

import os
import re
import traceback
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from segdesk.core.errors import OutputError
from segdesk.imaging.atomic import write_atomic
from segdesk.storage.folders import state_folder

FOLDER: Final = "reports"
KEPT: Final = 20
"""Reports that stay; the oldest go first."""
_HIDDEN: Final = "[hidden]"
_SHORTEST: Final = 6
"""Letters a value of the environment has at least to be looked for; shorter ones would blot out words."""
_QUERY: Final = re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s?#\"'<>]*)[?#][^\s\"'<>]*", re.IGNORECASE)
_USER: Final = re.compile(r"(\b[a-z][a-z0-9+.-]*://)[^\s/@\"'<>]+@", re.IGNORECASE)
_NAMED: Final = re.compile(
    r"(?i)(\b[\w-]*(?:key|secret|token|password|passwd|signature|authorization|credential|cookie)[\w-]*[\"']?\s*[:=]\s*)"
    r"(?:bearer\s+|basic\s+)?(\"[^\"\n]*\"|'[^'\n]*'|[^\s,;)}\]]+)"
)
_LONG: Final = re.compile(r"(?<![\w.\\-])(?=\S*\d)(?=\S*[A-Za-z])[A-Za-z0-9+/-]{20,}={0,2}(?![\w.(])")
"""Letters and digits in one long run: keys and tokens look like this, names in Python, with their low lines, do not."""


def redacted(text: str, *, environment: Mapping[str, str] | None = None, home: Path | None = None) -> str:
    """A text without what is nobody's business. `home` is the person's folder, by default this process's."""
    values = os.environ if environment is None else environment
    for secret in _secrets(values):
        text = text.replace(secret, _HIDDEN)
    text = _USER.sub(r"\1", _QUERY.sub(rf"\1?{_HIDDEN}", text))
    text = "\n".join(map(_without_runs, _NAMED.sub(rf"\1{_HIDDEN}", text).split("\n")))
    folder = str(home or Path.home())
    for form in {folder, folder.replace("\\", "/"), folder.replace("\\", "\\\\")}:
        if len(form) > 1:
            text = text.replace(form, "~")
    return text


def described(error: BaseException, *, where: str, versions: Mapping[str, str]) -> str:
    """The whole report of an exception: when, on which thread, which versions, the traceback; redacted."""
    lines = "".join(traceback.format_exception(error))
    return _report(f"An exception on the thread “{where}”", lines, versions)


def ended(stacks: str, *, versions: Mapping[str, str]) -> str:
    """The whole report of a program that ended without a word, from the stacks it left; redacted."""
    return _report("The program was ended by a fault", stacks, versions)


def keep_report(report: str, folder: Path | None = None) -> Path | None:
    """Write a report and say where it lies; None where nothing can be written. The oldest reports go."""
    place = folder or state_folder() / FOLDER
    name = f"segdesk-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
    try:
        place.mkdir(parents=True, exist_ok=True)
        write_atomic(place / name, report.encode("utf-8", "backslashreplace"), overwrite=False)
    except (OSError, OutputError):
        return None
    _tidy(place)
    return place / name


def _without_runs(line: str) -> str:
    """A line without long runs, unless it names a place in the program."""
    return line if line.lstrip().startswith("File ") else _LONG.sub(_HIDDEN, line)


def _report(title: str, lines: str, versions: Mapping[str, str]) -> str:
    told = "\n".join(f"{name} {version}" for name, version in versions.items())
    return redacted(f"{title}\n{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n\n{told}\n\n{lines}")


def _secrets(values: Mapping[str, str]) -> Iterable[str]:
    """What the environment keeps secret, the longest first, so that none is left in part."""
    own = re.compile(r"(?i)key|secret|token|password|credential")
    kept = (value.strip() for name, value in values.items() if own.search(name))
    return sorted({value for value in kept if len(value) >= _SHORTEST}, key=len, reverse=True)


def _tidy(folder: Path) -> None:
    for old in sorted(folder.glob("segdesk-*.txt"))[:-KEPT]:
        try:
            old.unlink()
        except OSError:
            return
