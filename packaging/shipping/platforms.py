"""What only Windows or only macOS wants of a bundle: icons in its own format, version resource, Info.plist."""

import re
import sys
from pathlib import Path
from typing import Any, Final

from shipping.icons import write_icns, write_ico

BUILD: Final = Path(__file__).resolve().parents[2] / "build"
PICTURES: Final = (
    "com.compuserve.gif",
    "com.microsoft.bmp",
    "org.webmproject.webp",
    "public.avif",
    "public.heic",
    "public.jpeg",
    "public.png",
    "public.tiff",
)
PROJECT_TYPE: Final = "segdesk.project"


def program_icon() -> str | None:
    """The icon that is built into the program; Linux has it as files of its own."""
    if sys.platform == "win32":
        write_ico(BUILD / "segdesk.ico")
        return str(BUILD / "segdesk.ico")
    if sys.platform == "darwin":
        write_icns(BUILD / "segdesk.icns")
        return str(BUILD / "segdesk.icns")
    return None


def version_resource(name: str, version: str) -> Any:  # noqa: ANN401 - PyInstaller's type exists on Windows only
    """What Explorer shows of a program of Windows; None elsewhere."""
    if sys.platform != "win32":
        return None
    from PyInstaller.utils.win32 import versioninfo as facts

    numbers = version_numbers(version)
    sentences = {
        "CompanyName": "SegDesk",
        "FileDescription": "SegDesk",
        "FileVersion": version,
        "InternalName": name,
        "LegalCopyright": "Apache License 2.0",
        "OriginalFilename": f"{name}.exe",
        "ProductName": "SegDesk",
        "ProductVersion": version,
    }
    table = facts.StringTable("040904B0", [facts.StringStruct(word, text) for word, text in sentences.items()])
    return facts.VSVersionInfo(
        ffi=facts.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[facts.StringFileInfo([table]), facts.VarFileInfo([facts.VarStruct("Translation", [0x0409, 0x04B0])])],
    )


def version_numbers(version: str) -> tuple[int, int, int, int]:
    """The four numbers that Windows wants, from a version such as 1.2.3 or 1.2.3rc1."""
    major, minor, patch, *_ = [*(int(number) for number in re.findall(r"\d+", version)), 0, 0, 0]
    return major, minor, patch, 0


def bundle_facts(version: str) -> dict[str, Any]:
    """The Info.plist of macOS: what the program is called, and which documents it opens."""
    return {
        "CFBundleDisplayName": "SegDesk",
        "CFBundleShortVersionString": version,
        "CFBundleLocalizations": ["en", "zh_CN"],
        "LSApplicationCategoryType": "public.app-category.photography",
        "LSMinimumSystemVersion": "13.0",
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "SegDesk project",
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [PROJECT_TYPE],
            },
            {
                "CFBundleTypeName": "Picture",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": list(PICTURES),
            },
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": PROJECT_TYPE,
                "UTTypeDescription": "SegDesk project",
                "UTTypeConformsTo": ["public.data", "public.content"],
                "UTTypeTagSpecification": {
                    "public.filename-extension": ["segdesk"],
                    "public.mime-type": ["application/x-segdesk"],
                },
            }
        ],
    }
