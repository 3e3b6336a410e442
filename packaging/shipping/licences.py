"""Lists what the program stands on at run time with name, version, licence and the licence's text.

Follows what the distributions installed here require, from the project's own dependencies and the extras that every
package brings along. A licence that nobody has looked at stops it.
"""

import json
import os
import platform
import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).resolve().parents[2]
LIST: Final = ROOT / "resources" / "licences.json"
TEXTS: Final = ROOT / "packaging" / "licences"
EXTRAS: Final = ("heic", "models", "serve")
"""The extras of the project that every package brings along."""

ACCEPTED: Final = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "GPL-3.0-or-later WITH GCC-exception-3.1",
    "ISC",
    "LGPL-2.1-or-later",
    "LGPL-3.0-only",
    "LGPL-3.0-or-later",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
    "Zlib",
}
"""Licences under which the program may be passed on as it is; GCC's exception frees what is linked to its libraries."""

DECLARED: Final = {
    "flatbuffers": "Apache-2.0",
    "httpx": "BSD-3-Clause",
    "numpy": "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0 AND GPL-3.0-or-later WITH GCC-exception-3.1",
    "onnxruntime": "MIT",
    "opencv-python-headless": "Apache-2.0 AND LGPL-2.1-or-later AND GPL-3.0-or-later WITH GCC-exception-3.1",
    "pi-heif": "BSD-3-Clause AND LGPL-3.0-or-later",
    "protobuf": "BSD-3-Clause",
}
"""What a look at the distribution gives where its metadata has no expression, or leaves libraries inside it unnamed."""
CLASSIFIERS: Final = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}

QT: Final = {"pyside6-essentials", "shiboken6"}
QT_DUTIES: Final = """\
Qt and Qt for Python are used under the GNU Lesser General Public License, version 3, unchanged and linked dynamically.
You may replace them: put your own build of the same major version over the files in the folder PySide6 beside the
program, or install another PySide6 where SegDesk runs from a Python environment. You may take the program apart to
debug such a change. The sources of this very version are at https://download.qt.io/official_releases/ under
QtForPython and qt; what Qt itself contains of others is listed at https://doc.qt.io/qt-6/licenses-used-in-qt.html.
"""

Entry = dict[str, str]


class Unreviewed(Exception):
    """A licence that is not among those the program may be passed on under."""


def write(path: Path) -> None:
    """Write the list as the program reads it. Raises Unreviewed."""
    path.write_text(json.dumps(listed(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def listed() -> list[Entry]:
    """The entries as the program reads them, in alphabetical order."""
    entries = [_python(), *(_entry(found) for found in required())]
    return sorted(entries, key=lambda entry: entry["name"].lower())


def required(extras: tuple[str, ...] = EXTRAS) -> Iterator[Distribution]:
    """Each distribution that the project needs to run here, once."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    waiting = list(_needed(lines, extra=""))
    seen: set[tuple[str, str]] = set()
    while waiting:
        if (asked := waiting.pop()) in seen:
            continue
        name, extra = asked
        found = distribution(name)
        if name not in {one for one, _ in seen}:
            yield found
        seen.add(asked)
        waiting += _needed(found.requires or (), extra=extra)


def licence_of(found: Distribution) -> str:
    """The expression under which a distribution is passed on; of a choice, what was chosen. Raises Unreviewed."""
    classified = [
        line.rpartition(" :: ")[2] for line in found.metadata.get_all("Classifier") or () if "License ::" in line
    ]
    expression = (
        DECLARED.get(canonicalize_name(found.name))
        or _field(found, "License-Expression")
        or (CLASSIFIERS.get(classified[0]) if classified else None)
        or _field(found, "License")
        or "none"
    )
    return " AND ".join(_chosen(found.name, part.strip("() ")) for part in expression.split(" AND "))


def _needed(lines: Iterable[str], *, extra: str) -> Iterator[tuple[str, str]]:
    """Name and extra of what these requirements ask for on this system; "" stands for no extra."""
    for need in map(Requirement, lines):
        if need.marker is None or need.marker.evaluate({"extra": extra}):
            yield from ((canonicalize_name(need.name), wanted) for wanted in ("", *need.extras))


def _chosen(name: str, choice: str) -> str:
    for licence in choice.split(" OR "):
        if licence in ACCEPTED:
            return licence
    raise Unreviewed(f"{name} is under {choice!r}: look at it, then add it to ACCEPTED or do without it.")


def _entry(found: Distribution) -> Entry:
    licence = licence_of(found)
    return {
        "name": found.name,
        "version": found.version,
        "licence": licence,
        "home": _home(found),
        "text": _text(found, licence),
    }


def _python() -> Entry:
    text = Path(os.__file__).with_name("LICENSE.txt").read_text(encoding="utf-8")
    return {
        "name": "Python",
        "version": platform.python_version(),
        "licence": "PSF-2.0",
        "home": "https://www.python.org",
        "text": _tidied(text),
    }


def _field(found: Distribution, name: str) -> str:
    return (found.metadata.get_all(name) or [""])[0]


def _home(found: Distribution) -> str:
    links = dict(line.split(", ", 1) for line in found.metadata.get_all("Project-URL") or ())
    named = {name.lower(): link for name, link in links.items()}
    known = (named.get(name) for name in ("homepage", "home", "source", "source code", "repository", "documentation"))
    return _field(found, "Home-page") or next((link for link in known if link), "")


def _text(found: Distribution, licence: str) -> str:
    """All that the distribution says about licences; where it says nothing, the licence's own text."""
    if "LGPL-3.0-only" in licence:
        return "\n\n".join(
            [QT_DUTIES, *(_tidied((TEXTS / f"{name}-3.0.txt").read_text("utf-8")) for name in ("LGPL", "GPL"))]
        )
    pattern = re.compile(r"(.*/)?(\w+_)?(LICEN[CS]E|COPYING|NOTICE|ThirdPartyNotices)[^/]*", re.IGNORECASE)
    files = [file for file in found.files or () if pattern.fullmatch(str(file)) and file.suffix not in (".py", ".pyc")]
    paths = [Path(str(file.locate())) for file in files]
    if not paths and licence == "Apache-2.0":
        paths = [ROOT / "LICENSE"]
    if "LGPL-3.0" in licence:
        paths += [TEXTS / "LGPL-3.0.txt", TEXTS / "GPL-3.0.txt"]
    if not paths:
        raise Unreviewed(f"{found.name} comes without its licence's text: add it to packaging/licences.")
    # A distribution often holds the same text twice.
    texts = dict.fromkeys(_tidied(path.read_text(encoding="utf-8", errors="replace")) for path in paths)
    return "\n\n".join([QT_DUTIES, *texts] if canonicalize_name(found.name) in QT else texts)


def _tidied(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
