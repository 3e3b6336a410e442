"""Makes the packages that people install, into `dist`; `packaging/dev.py package` provides what it needs first."""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
DIST: Final = ROOT / "dist"
sys.path.insert(1, str(ROOT))

from shipping import licences, linux  # noqa: E402 - the checkout's segdesk has to be in reach first


def make_licences() -> list[Path]:
    """List anew what the program stands on."""
    licences.write(licences.LIST)
    return [licences.LIST]


def make_wheel() -> list[Path]:
    """Wheel and source archive."""
    subprocess.run([sys.executable, "-m", "build", "--outdir", str(DIST), str(ROOT)], check=True)
    return sorted(DIST.glob("segdesk-*"))


def make_bundle() -> list[Path]:
    """The folder that runs without Python, for this system; on macOS the application too."""
    work = ROOT / "build" / "pyinstaller"
    options = ["--noconfirm", "--log-level", "WARN", "--distpath", str(DIST), "--workpath", str(work)]
    subprocess.run([sys.executable, "-m", "PyInstaller", *options, str(ROOT / "packaging/segdesk.spec")], check=True)
    # Exactly what was built in here, not what the checkout lists.
    for path in DIST.rglob("segdesk/resources/licences.json"):
        licences.write(path)
    if sys.platform == "linux" and shutil.which("strip"):
        linux.strip_python(DIST / "segdesk")
    return [DIST / "segdesk"]


def make_deb() -> list[Path]:
    """Debian's package of the bundle."""
    from shipping import debian

    return [debian.make(DIST)]


def make_appimage() -> list[Path]:
    """AppDir, and the AppImage that is made of it."""
    from shipping import appimage

    return appimage.make(DIST)


WORDS: Final[dict[str, Callable[[], list[Path]]]] = {
    "licences": make_licences,
    "wheel": make_wheel,
    "bundle": make_bundle,
    "deb": make_deb,
    "appimage": make_appimage,
}


def main() -> int:
    """Make what the words say and tell how large it is."""
    listed = "\n".join(f"  {word:<10}{make.__doc__}" for word, make in WORDS.items())
    parser = argparse.ArgumentParser(
        prog="dev.py package", epilog=listed, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("words", nargs="*", choices=[*WORDS, []], metavar="WORD", help="what to make; see below")
    words = parser.parse_args().words or [word for word in WORDS if word != "licences"]
    if sys.platform != "linux":
        words = [word for word in words if word not in ("deb", "appimage")]
    try:
        for path in [path for word in words for path in WORDS[word]()]:
            print(f"{_size(path) / 1e6:8.1f} MB  {path.relative_to(ROOT)}", flush=True)
    except (linux.PackageFailed, licences.Unreviewed) as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.lstat().st_size for file in files if not file.is_dir())


if __name__ == "__main__":
    sys.exit(main())
