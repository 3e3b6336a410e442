"""Lays the program out as Linux expects it: the bundle, desktop file, icons, MIME type, metadata and manual."""

import gzip
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from segdesk import __version__
from segdesk.cli import WORDS
from shipping.icons import write_hicolor

ROOT: Final = Path(__file__).resolve().parents[2]
FILES: Final = ROOT / "packaging" / "linux"
BUNDLE: Final = ROOT / "dist" / "segdesk"

PLACES: Final = {
    "segdesk.desktop": "applications/segdesk.desktop",
    "segdesk-mime.xml": "mime/packages/segdesk.xml",
    "segdesk.metainfo.xml": "metainfo/org.segdesk.segdesk.metainfo.xml",
}
"""File of `packaging/linux` -> its place below `share`."""


class PackageFailed(Exception):
    """A package cannot be made; the text says why and what to do."""


def lay_out(tree: Path) -> None:
    """Fill an empty folder with what belongs below `/`. Raises PackageFailed."""
    if not BUNDLE.is_dir():
        raise PackageFailed("There is no bundle yet: make it with “package bundle”.")
    share, home = tree / "usr/share", tree / "usr/lib/segdesk"
    shutil.copytree(BUNDLE, home, symlinks=True)
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin/segdesk").symlink_to("../lib/segdesk/segdesk")
    for name, place in PLACES.items():
        (share / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(FILES / name, share / place)
    write_hicolor(share)
    (share / "man/man1").mkdir(parents=True)
    (share / "man/man1/segdesk.1.gz").write_bytes(squeezed(manual()))
    settle_modes(tree)


def settle_modes(tree: Path) -> None:
    """The modes that packages want: programs may be run, all else only read."""
    for path in tree.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or (path.name == "segdesk" and is_elf(path)) else 0o644)


def squeezed(text: str) -> bytes:
    """Text as gzip stores it without a name or a date in it, so that two builds agree."""
    return gzip.compress(text.encode(), mtime=0)


def manual() -> str:
    """The page that `man segdesk` shows."""
    words = "\n".join(f".TP\n.B segdesk {word}\n{about[0].upper()}{about[1:]}." for word, about in WORDS.items())
    return f"""\
.TH SEGDESK 1 "" "SegDesk {__version__}" "User commands"
.SH NAME
segdesk \\- cut things out of pictures by boxes and strokes
.SH SYNOPSIS
.B segdesk
.RI [ FILE " ...]"
.br
.B segdesk
.I WORD
.RI [ options ]
.SH DESCRIPTION
Without a word it opens the window, on the pictures that are named.
.SH WORDS
{words}
.PP
.B segdesk
.I WORD
.B \\-\\-help
tells more about each.
.SH EXIT STATUS
0 when done, 2 for a word that makes no sense, 3 when the picture cannot be read, 4 when the engine fails, 5 when the
result cannot be written.
"""


def strip_python(bundle: Path) -> None:
    """Take debugging symbols out of Python's own files; others were aligned by their makers and break when stripped."""
    pythons = [*bundle.rglob("libpython3*.so*"), *bundle.glob("_internal/python3*/lib-dynload/*.so")]
    for path in pythons:
        if not path.is_symlink():
            _heard("strip", "--strip-unneeded", str(path))


def elf_files(tree: Path) -> Iterator[Path]:
    """The programs and libraries in a folder."""
    return (path for path in sorted(tree.rglob("*")) if path.is_file() and not path.is_symlink() and is_elf(path))


def is_elf(path: Path) -> bool:
    """Whether a file is a program or library of Linux."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def needed_from_the_system(tree: Path, optional: frozenset[str] = frozenset()) -> set[str]:
    """The libraries that a folder's programs load and the folder does not hold; files named `optional` do not count."""
    held = {path.name for path in tree.rglob("*.so*")}
    listed = (_heard("objdump", "-p", str(path)) for path in elf_files(tree) if path.name not in optional)
    return {name for text in listed for name in re.findall(r"NEEDED\s+(\S+)", text)} - held


def needed_glibc(tree: Path) -> str:
    """The version of the system's C library that a folder's programs ask for."""
    listed = (_heard("objdump", "-p", str(path)) for path in elf_files(tree))
    asked = {version for text in listed for version in re.findall(r"\bGLIBC_([\d.]+)", text)}
    return max(asked, key=lambda version: [int(part) for part in version.split(".")])


def _heard(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
