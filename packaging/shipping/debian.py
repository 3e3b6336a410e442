"""Makes the .deb of the bundle: control files, copyright and changelog around what `linux.py` lays out."""

import os
import re
import shutil
import subprocess
from email.utils import formatdate
from pathlib import Path
from typing import Final

from segdesk import __version__
from segdesk.core.licences import libraries
from shipping.linux import (
    FILES,
    ROOT,
    PackageFailed,
    lay_out,
    needed_from_the_system,
    needed_glibc,
    settle_modes,
    squeezed,
)

REVISION: Final = 1
MAINTAINER: Final = "The SegDesk authors <authors@segdesk.org>"
ARCHITECTURES: Final = {"x86_64": "amd64", "aarch64": "arm64"}

PACKAGES: Final = {
    "ld-linux-aarch64.so.1": "libc6",
    "ld-linux-x86-64.so.2": "libc6",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libc.so.6": "libc6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdl.so.2": "libc6",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libm.so.6": "libc6",
    "libpthread.so.0": "libc6",
    "libresolv.so.2": "libc6",
    "librt.so.1": "libc6",
    "libstdc++.so.6": "libstdc++6",
    "libutil.so.1": "libc6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
    "libzstd.so.1": "libzstd1",
}
"""Library that the bundle leaves to the system -> the Debian package that holds it."""
OPTIONAL: Final = frozenset({"libqgtk3.so"})
"""Plugins that Qt does without where their libraries are missing."""
RECOMMENDED: Final = ("fonts-noto-cjk | fonts-wqy-microhei", "gnome-keyring | kwalletmanager", "libgtk-3-0")

# What lintian finds and the package means: a bundle brings its own libraries, as their makers built them.
OVERRIDES: Final = (
    "initial-upload-closes-no-bugs",
    "embedded-library",
    "hardening-no-bindnow",
    "hardening-no-fortify-functions",
    "hardening-no-pie",
    "library-not-linked-against-libc",
    "shared-library-lacks-prerequisites",
    "unstripped-binary-or-object",
    "custom-library-search-path",
    "package-contains-documentation-outside-usr-share-doc",
    "extra-license-file",
)


def make(folder: Path) -> Path:
    """Build the package into a folder from the bundle that lies there. Raises PackageFailed."""
    tree = ROOT / "build" / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    lay_out(tree)
    _write_documents(tree / "usr/share/doc/segdesk")
    _write_overrides(tree / "usr/share/lintian/overrides/segdesk")
    settle_modes(tree)
    architecture = ARCHITECTURES[os.uname().machine]
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN/control").write_text(_control(tree, architecture), encoding="utf-8")
    (tree / "DEBIAN/md5sums").write_text(_sums(tree), encoding="utf-8")
    target = folder / f"segdesk_{__version__}-{REVISION}_{architecture}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z3", "--build", str(tree), str(target)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "SOURCE_DATE_EPOCH": _epoch()})
    return target


def depended_on(tree: Path) -> list[str]:
    """Debian's packages that the bundle in a folder leans on. Raises PackageFailed for a library nobody placed."""
    needed = needed_from_the_system(tree, OPTIONAL)
    if unknown := needed - PACKAGES.keys():
        raise PackageFailed(f"Which package holds {', '.join(sorted(unknown))}? Add it to shipping/debian.py.")
    versions = {"libc6": f" (>= {needed_glibc(tree)})"}
    return sorted({PACKAGES[name] + versions.get(PACKAGES[name], "") for name in needed})


def _control(tree: Path, architecture: str) -> str:
    kilobytes = sum(path.lstat().st_size for path in tree.rglob("*") if path.is_file()) // 1024
    return f"""\
Package: segdesk
Version: {__version__}-{REVISION}
Architecture: {architecture}
Maintainer: {MAINTAINER}
Installed-Size: {kilobytes}
Depends: {", ".join(depended_on(tree))}
Recommends: {", ".join(RECOMMENDED)}
Section: graphics
Priority: optional
Description: editor for cutting things out of pictures by hand
 You draw a box around what you want, brush over what should stay and over
 what should go, and the cut follows every stroke. What comes out is a picture
 with a transparent background.
 .
 It runs on your own machine, needs no account and no network, and brings a
 command line and a server for a studio along.
"""


def _write_documents(folder: Path) -> None:
    (folder / "examples").mkdir(parents=True)
    (folder / "copyright").write_text(_copyright(), encoding="utf-8")
    news = f"segdesk ({__version__}-{REVISION}) unstable; urgency=medium\n\n  * See changelog.gz.\n\n"
    news += f" -- {MAINTAINER}  {formatdate(int(_epoch()))}\n"
    (folder / "changelog.Debian.gz").write_bytes(squeezed(news))
    (folder / "changelog.gz").write_bytes(squeezed((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")))
    unit = (FILES / "segdesk-serve.service").read_text(encoding="utf-8")
    unit = unit.replace("/opt/segdesk/bin/segdesk", "/usr/bin/segdesk")
    (folder / "examples/segdesk-serve.service").write_text(unit, encoding="utf-8")


def _copyright() -> str:
    """Whose the parts are, in Debian's machine-readable form; the libraries' texts lie in the bundle."""
    listed = "\n".join(f"  {one.name} {one.version}: {one.licence}" for one in libraries())
    return f"""\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: SegDesk
Comment: The package brings these libraries along, under these licences. Their texts
 are in /usr/lib/segdesk/_internal/segdesk/resources/licences.json, and the
 window shows them.
{re.sub("^", " ", listed, flags=re.MULTILINE)}

Files: *
Copyright: 2026 The SegDesk authors
License: Apache-2.0
 On Debian systems the text of the Apache License 2.0 is in
 /usr/share/common-licenses/Apache-2.0.
"""


def _write_overrides(path: Path) -> None:
    path.parent.mkdir(parents=True)
    reason = "# A bundle: its libraries are what their makers built.\n"
    path.write_text(reason + "".join(f"segdesk: {tag}\n" for tag in sorted(OVERRIDES)), encoding="utf-8")


def _sums(tree: Path) -> str:
    paths = sorted(path for path in (tree / "usr").rglob("*") if path.is_file() and not path.is_symlink())
    names = "\0".join(str(path.relative_to(tree)) for path in paths)
    return subprocess.run(
        ["xargs", "-0", "md5sum"], cwd=tree, input=names, check=True, capture_output=True, text=True
    ).stdout


def _epoch() -> str:
    """Seconds since 1970 of the last change, so that two builds of one state agree."""
    asked = ["git", "log", "-1", "--format=%ct"]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True).stdout.strip() or "0"
