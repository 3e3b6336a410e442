"""Makes the AppImage of the bundle: a small runtime, and behind it the AppDir as squashfs, which the runtime mounts.

The runtime is our own, `packaging/linux/appimage_runtime.c`. It needs a C compiler and, on Debian, libsquashfuse-dev,
libfuse3-dev and libzstd-dev; they become part of it and need not be there where it runs.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from segdesk import __version__
from shipping.linux import FILES, PLACES, ROOT, PackageFailed, lay_out

LIBRARIES: Final = ("squashfuse_ll", "squashfuse", "fuse3", "zstd", "z")
SOURCES: Final = ("libsquashfuse-dev", "libfuse3-dev", "libzstd-dev", "zlib1g-dev")
"""The Debian packages of those libraries, whose copyright files go along."""
MAGIC: Final = b"AI\x02"
MAGIC_OFFSET: Final = 8
"""What tells other programs that an ELF file is an AppImage of type 2, and where in it."""


def make(folder: Path) -> list[Path]:
    """Build AppDir and AppImage into a folder. Raises PackageFailed."""
    runtime = ROOT / "build" / "appimage-runtime"
    _build_runtime(runtime)
    tree = folder / "SegDesk.AppDir"
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    _fill(tree)
    squashed = ROOT / "build" / "appimage.squashfs"
    squashed.unlink(missing_ok=True)
    options = ["-root-owned", "-noappend", "-no-progress", "-quiet", "-comp", "zstd", "-mkfs-time", "0"]
    subprocess.run(["mksquashfs", str(tree), str(squashed), *options], check=True, stdout=subprocess.DEVNULL)
    image = folder / f"SegDesk-{__version__}-{os.uname().machine}.AppImage"
    image.write_bytes(runtime.read_bytes() + squashed.read_bytes())
    image.chmod(0o755)
    return [tree, image]


def _fill(tree: Path) -> None:
    lay_out(tree)
    (tree / "AppRun").symlink_to("usr/lib/segdesk/segdesk")
    (tree / "segdesk.desktop").symlink_to(f"usr/share/{PLACES['segdesk.desktop']}")
    (tree / "segdesk.svg").symlink_to("usr/share/icons/hicolor/scalable/apps/segdesk.svg")
    (tree / ".DirIcon").symlink_to("usr/share/icons/hicolor/256x256/apps/segdesk.png")
    for name in SOURCES:
        target = tree / "usr/share/doc/segdesk/runtime" / f"{name}.copyright"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(f"/usr/share/doc/{name}/copyright", target)


def _build_runtime(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    flags = ["-O2", "-s", "-Wall", "-Wextra", "-D_FILE_OFFSET_BITS=64", "-DFUSE_USE_VERSION=32", "-I/usr/include/fuse3"]
    libraries = [f"-l:lib{name}.a" for name in LIBRARIES]
    command = ["cc", *flags, "-o", str(target), str(FILES / "appimage_runtime.c"), *libraries, "-lpthread", "-ldl"]
    built = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if built.returncode:
        wanted = " ".join(("gcc", *SOURCES))
        raise PackageFailed(f"The AppImage's runtime cannot be built; is one of {wanted} missing?\n{built.stdout}")
    content = bytearray(target.read_bytes())
    content[MAGIC_OFFSET : MAGIC_OFFSET + len(MAGIC)] = MAGIC
    target.write_bytes(content)
