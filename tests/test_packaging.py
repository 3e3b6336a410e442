"""What goes to people's machines: complete, current, and in the forms that desktops read."""

import re
import sys
from collections.abc import Callable, Iterator
from configparser import RawConfigParser
from importlib import import_module
from importlib.metadata import distributions
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from packaging.utils import canonicalize_name

import segdesk
import segdesk.cli
from segdesk.core.licences import QT, libraries
from segdesk.storage.container import MIMETYPE, pack
from segdesk.storage.project import PROJECT_SUFFIX

ROOT = Path(__file__).resolve().parents[1]
LINUX = ROOT / "packaging" / "linux"
PARTS = ("contents", "debian", "licences", "linux", "platforms")
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"


@pytest.fixture(scope="module")
def shipping() -> Iterator[SimpleNamespace]:
    """The parts of the packaging script, found beside it: `packaging` is also the name of an installed library."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "packaging")
        yield SimpleNamespace(**{name: import_module(f"shipping.{name}") for name in PARTS})
    for name in [name for name in sys.modules if name.partition(".")[0] == "shipping"]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def desktop() -> RawConfigParser:
    parsed = RawConfigParser(delimiters="=", interpolation=None)
    parsed.optionxform = str  # pyright: ignore[reportAttributeAccessIssue] - keys keep their case
    parsed.read(LINUX / "segdesk.desktop", encoding="utf-8")
    return parsed


@pytest.fixture(scope="module")
def metainfo() -> ElementTree.Element:
    return ElementTree.parse(LINUX / "segdesk.metainfo.xml").getroot()


def test_the_licence_list_names_all_that_is_needed_and_no_more(shipping: SimpleNamespace) -> None:
    listed = {canonicalize_name(library.name): library.licence for library in libraries()}
    needed = {
        canonicalize_name(found.name): shipping.licences.licence_of(found) for found in shipping.licences.required()
    }
    assert needed.items() <= listed.items()
    # What other systems and older Pythons need may be on the list without being installed here.
    installed = {canonicalize_name(found.name) for found in distributions()}
    assert {name for name in listed if name in installed} == set(needed)


def test_every_library_may_be_passed_on_and_brings_its_licence(shipping: SimpleNamespace) -> None:
    for library in libraries():
        assert set(library.licence.split(" AND ")) <= shipping.licences.ACCEPTED
        assert len(library.text) > 500
    free = re.compile(r"(?<!L)GPL(?!.* WITH )")
    assert [library.name for library in libraries() if free.search(library.licence)] == []


def test_qt_comes_with_its_licence_and_its_duties() -> None:
    (qt,) = (library for library in libraries() if library.name == QT)
    assert "replace" in qt.text
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in qt.text
    assert "TERMS AND CONDITIONS" in qt.text


def test_what_is_imported_by_name_only_can_be_imported(shipping: SimpleNamespace) -> None:
    assert [name for name in shipping.contents.HIDDEN_IMPORTS if find_spec(name) is None] == []
    assert {f"segdesk.cli.{word}" for word in segdesk.cli.WORDS} <= set(shipping.contents.HIDDEN_IMPORTS)


@pytest.mark.parametrize(
    ("place", "is_wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6/Qt/plugins/sqldrivers/libqsqlite.so", False),
        ("PySide6/Qt/lib/libQt6Gui.so.6", True),
        ("PySide6/Qt6Gui.dll", True),
        ("PySide6/Qt/lib/libQt6Qml.so.6", False),
        ("PySide6/Qt6Quick.dll", False),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/QtWidgets.abi3.so", True),
        ("libxcb-cursor.so.0", True),
        ("libpython3.11.so.1.0", True),
        ("libaom-a0d22147.so.3.14.1", True),
        ("libGL.so.1", False),
        ("libgtk-3.so.0", False),
        ("segdesk/resources/models/local.onnx", True),
    ],
)
def test_a_bundle_holds_what_is_used(shipping: SimpleNamespace, place: str, is_wanted: bool) -> None:
    assert shipping.contents.is_wanted(place) is is_wanted


@pytest.mark.parametrize(
    ("system", "programs", "applications"),
    [
        ("linux", {"segdesk": True}, []),
        ("win32", {"segdesk": True, "segdesk-window": False}, []),
        ("darwin", {"segdesk": False}, ["SegDesk.app"]),
    ],
)
def test_one_spec_makes_the_bundles_of_three_systems(
    shipping: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
    system: str,
    programs: dict[str, bool],
    applications: list[str],
) -> None:
    """Which programs there are and whether each has a console, by what the spec asks of PyInstaller."""
    asked: list[tuple[str, dict[str, Any]]] = []

    def stand_in(kind: str) -> Callable[..., SimpleNamespace]:
        def ask(*parts: object, **wishes: object) -> SimpleNamespace:
            asked.append((kind, wishes))
            return SimpleNamespace(pure=[], scripts=[], binaries=[], datas=[])

        return ask

    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(shipping.platforms, "program_icon", lambda: None)
    monkeypatch.setattr(shipping.platforms, "version_resource", lambda name, version: None)
    spec = ROOT / "packaging" / "segdesk.spec"
    code = compile(spec.read_text(encoding="utf-8"), spec, "exec")
    kinds = ("Analysis", "PYZ", "EXE", "COLLECT", "BUNDLE")
    monkeypatch.setattr(sys, "platform", system)
    exec(code, {"SPECPATH": str(spec.parent), **{kind: stand_in(kind) for kind in kinds}})
    assert {wishes["name"]: wishes["console"] for kind, wishes in asked if kind == "EXE"} == programs
    assert [wishes["name"] for kind, wishes in asked if kind == "BUNDLE"] == applications


def test_the_versions_of_all_packages_agree(shipping: SimpleNamespace, metainfo: ElementTree.Element) -> None:
    releases = metainfo.findall("releases/release")
    assert releases[0].get("version") == segdesk.__version__
    assert f'"SegDesk {segdesk.__version__}"' in shipping.linux.manual()
    facts = shipping.platforms.bundle_facts(segdesk.__version__)
    assert facts["CFBundleShortVersionString"] == segdesk.__version__
    assert shipping.platforms.version_numbers("1.2.3rc4") == (1, 2, 3, 0)


def test_the_menu_entry_says_all_that_desktops_ask_for_in_both_languages(desktop: RawConfigParser) -> None:
    entry = dict(desktop["Desktop Entry"])
    assert {"Type", "Name", "Exec", "Icon", "Categories", "MimeType"} <= set(entry)
    assert entry["Exec"].split() == ["segdesk", "%F"]
    assert {f"{key}[zh_CN]" for key in ("GenericName", "Comment", "Keywords")} <= set(entry)
    for key in ("Categories", "MimeType", "Keywords", "Keywords[zh_CN]"):
        assert entry[key].endswith(";")
    assert MIMETYPE in entry["MimeType"].split(";")


def test_the_metadata_fits_the_menu_entry(metainfo: ElementTree.Element, desktop: RawConfigParser) -> None:
    assert metainfo.findtext("launchable") == "segdesk.desktop"
    provided = [element.text for element in metainfo.findall("provides/mediatype")]
    assert provided == desktop["Desktop Entry"]["MimeType"].rstrip(";").split(";")
    assert metainfo.findtext("project_license") == "Apache-2.0"
    languages = [element.get("{http://www.w3.org/XML/1998/namespace}lang") for element in metainfo.iter("p")]
    assert languages.count("zh_CN") * 2 == len(languages)


def test_a_project_is_known_by_its_name_and_by_its_first_bytes() -> None:
    kind = ElementTree.parse(LINUX / "segdesk-mime.xml").getroot().find(f"{MIME}mime-type")
    assert kind is not None
    assert kind.get("type") == MIMETYPE
    assert [glob.get("pattern") for glob in kind.iter(f"{MIME}glob")] == [f"*{PROJECT_SUFFIX}"]
    content = pack({"manifest.json": b"{}"}, f"a{PROJECT_SUFFIX}")
    for match in kind.iter(f"{MIME}match"):
        expected = str(match.get("value")).encode().decode("unicode_escape").encode()
        assert content[int(str(match.get("offset"))) :].startswith(expected)


def test_finder_offers_the_program_for_projects_and_pictures(shipping: SimpleNamespace) -> None:
    facts = shipping.platforms.bundle_facts("1.0")
    opened = [kind for document in facts["CFBundleDocumentTypes"] for kind in document["LSItemContentTypes"]]
    (declared,) = facts["UTExportedTypeDeclarations"]
    assert declared["UTTypeIdentifier"] in opened
    assert declared["UTTypeTagSpecification"]["public.filename-extension"] == [PROJECT_SUFFIX.removeprefix(".")]
    assert {"public.jpeg", "public.png"} <= set(opened)


def test_every_library_left_to_the_system_is_in_a_debian_package(shipping: SimpleNamespace) -> None:
    """The table names no library that the bundle brings along anyway."""
    brought = shipping.contents.LINUX_LIBRARIES
    assert [name for name in shipping.debian.PACKAGES if brought.fullmatch(name)] == []
