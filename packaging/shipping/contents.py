"""What a bundle of the program holds: the parts PyInstaller cannot see by itself, and those it collects in vain."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

from segdesk.cli import WORDS

Entry = tuple[str, str, str]
"""A row of PyInstaller's tables: where it goes, where it comes from, what kind it is."""

HIDDEN_IMPORTS: Final = (
    *(f"segdesk.cli.{word}" for word in WORDS),
    "keyring.backends.SecretService",
    "keyring.backends.Windows",
    "keyring.backends.kwallet",
    "keyring.backends.libsecret",
    "keyring.backends.macOS",
    "onnxruntime",
    "pi_heif",
    "uvicorn.lifespan.off",
    "uvicorn.lifespan.on",
    "uvicorn.loops.asyncio",
    "uvicorn.protocols.http.h11_impl",
)
"""Modules that are imported by a name made at run time, and the extras that every bundle brings along."""

EXCLUDED_MODULES: Final = (
    "IPython",
    "PIL.ImageTk",
    "PySide6.QtNetwork",
    "_curses",
    "curses",
    "matplotlib",
    "numpy.f2py",
    "onnx",
    "pytest",
    "readline",
    "scipy",
    "setuptools",
    "tkinter",
    "torch",
)
"""What libraries mention and the program never runs."""

QT_PLUGINS: Final = {
    "iconengines": {"qsvgicon"},
    "imageformats": {"qgif", "qico", "qjpeg", "qsvg", "qtiff", "qwebp"},
    "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"},
    "platforms": {"qcocoa", "qoffscreen", "qwayland", "qwindows", "qxcb"},
    "platformthemes": {"qgtk3", "qxdgdesktopportal"},
    "styles": {"qmacstyle", "qmodernwindowsstyle", "qwindowsvistastyle"},
    "wayland-decoration-client": {"adwaita", "bradient"},
    "wayland-graphics-integration-client": {"qt-plugin-wayland-egl"},
    "wayland-shell-integration": {"xdg-shell"},
    "xcbglintegrations": {"qxcb-egl-integration", "qxcb-glx-integration"},
}
"""Folder of Qt plugins -> those the program uses on any system, less the `lib` that Unix puts before the name."""

QT_LIBRARIES: Final = {
    "Core",
    "DBus",
    "Gui",
    "OpenGL",
    "Svg",
    "WaylandClient",
    "Widgets",
    "XcbQpa",
}
QT_TRANSLATIONS: Final = {"qtbase_zh_CN.qm"}

LINUX_LIBRARIES: Final = re.compile(
    r"lib(python3\.\d+|bz2|crypto|expat|ffi|lzma|ssl|uuid|xkbcommon|xkbcommon-x11|z"
    r"|xcb-(cursor|glx|icccm|image|keysyms|randr|render|render-util|shape|shm|sync|util|xfixes|xkb))\.so[.\d]*"
)
"""The libraries of the system that come along: what Python needs, and what X11 desktops may lack. Those that have to
fit the running system (GL, X11, fonts, GLib, GTK) are the system's own."""


def wanted(entries: Iterable[Entry]) -> list[Entry]:
    """The rows of PyInstaller's binaries or files that the program uses."""
    return [entry for entry in entries if is_wanted(entry[0].replace("\\", "/"))]


def is_wanted(place: str) -> bool:
    """Whether what goes to this place of the bundle (with forward slashes) is used."""
    path = PurePosixPath(place)
    if "PySide6" in path.parts:
        return _is_wanted_of_qt(path)
    if len(path.parts) == 1 and ".so" in path.name:
        return _is_wanted_library(path.name)
    return not place.startswith("cv2/data/")


def _is_wanted_of_qt(path: PurePosixPath) -> bool:
    if "plugins" in path.parts:
        return path.name.split(".")[0].removeprefix("lib") in QT_PLUGINS.get(path.parent.name, ())
    if "translations" in path.parts:
        return path.name in QT_TRANSLATIONS
    return not (library := re.match(r"(?:lib)?Qt6(\w+)\.(?:so|dll|dylib)", path.name)) or library[1] in QT_LIBRARIES


def _is_wanted_library(name: str) -> bool:
    if name.startswith("libQt6"):
        return _is_wanted_of_qt(PurePosixPath("PySide6", name))
    is_of_a_wheel = re.search(r"-[0-9a-f]{8}[.-]", name) or name.startswith(("libicu", "libpyside", "libshiboken"))
    is_module = "cpython" in name or "abi3" in name
    return bool(is_of_a_wheel or is_module or LINUX_LIBRARIES.fullmatch(name))
