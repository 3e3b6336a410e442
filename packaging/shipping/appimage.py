"""Makes the AppDir of the bundle and, around it, an AppImage: a runtime followed by the AppDir as squashfs."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from segdesk import __version__
from shipping.linux import PLACES, lay_out

RUNTIME: Final = "SEGDESK_APPIMAGE_RUNTIME"
"""Environment variable with the path of the AppImage project's runtime; without it the squashfs is made alone."""


def make(folder: Path) -> list[Path]:
    """Build AppDir, squashfs and, where the runtime is given, the AppImage into a folder. Raises PackageFailed."""
    tree = folder / "SegDesk.AppDir"
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    lay_out(tree)
    (tree / "AppRun").symlink_to("usr/lib/segdesk/segdesk")
    (tree / "segdesk.desktop").symlink_to(f"usr/share/{PLACES['segdesk.desktop']}")
    (tree / "segdesk.svg").symlink_to("usr/share/icons/hicolor/scalable/apps/segdesk.svg")
    (tree / ".DirIcon").symlink_to("usr/share/icons/hicolor/256x256/apps/segdesk.png")
    squashed = folder / f"SegDesk-{__version__}-{os.uname().machine}.squashfs"
    squashed.unlink(missing_ok=True)
    options = ["-root-owned", "-noappend", "-no-progress", "-quiet", "-comp", "zstd", "-mkfs-time", "0"]
    subprocess.run(["mksquashfs", str(tree), str(squashed), *options], check=True, stdout=subprocess.DEVNULL)
    return [tree, squashed, *_with_runtime(squashed)]


def _with_runtime(squashed: Path) -> list[Path]:
    if not (runtime := os.environ.get(RUNTIME)):
        return []
    image = squashed.with_suffix(".AppImage")
    image.write_bytes(Path(runtime).read_bytes() + squashed.read_bytes())
    image.chmod(0o755)
    return [image]
