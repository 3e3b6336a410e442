"""The rules of the house: who may know whom, what starts fast, what every file owes the next reader."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import segdesk

ROOT = Path(__file__).resolve().parents[1]
MAX_LINES = 400
# By their files: walking packages would import them, and leave out the window's where Qt is out of reach.
MODULES = sorted(
    ".".join((path.parent if path.name == "__init__.py" else path.with_suffix("")).relative_to(ROOT).parts)
    for path in ROOT.joinpath("segdesk").rglob("*.py")
)
BELOW_THE_WINDOW = [name for name in MODULES if not name.startswith("segdesk.app") and name != "segdesk.__main__"]
# In halves, so that this file does not hold what it looks for.
HOMES = re.compile("|".join(("/ho" + r"me/\w", "/ro" + r"ot/\w", "/Use" + r"rs/\w", r"[A-Z]:\\" + r"Users")))
REGISTRIES = re.compile("|".join(("pypi" + r"\.org", "pythonhosted" + r"\.org", "--index" + "-url", "index" + "_url")))


def tracked_files() -> list[Path]:
    """Everything that belongs to the project; without git, what lies in its folders."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        paths = [ROOT / name for name in listed.decode().split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        folders = ("segdesk", "resources", "packaging", "tests")
        paths = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    return [path for path in paths if path.is_file() and "__pycache__" not in path.parts]


def python(code: str, *arguments: str) -> str:
    """What a fresh Python prints; one that fails shows what it said."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def refused() -> dict[str, str]:
    """Module -> complaint, of those that cannot be imported while PySide6 is out of reach."""
    code = """
import importlib, json, sys
sys.modules["PySide6"] = sys.modules["shiboken6"] = None
complaints = {}
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except Exception as error:
        complaints[name] = repr(error)
print(json.dumps(complaints))
"""
    return json.loads(python(code, *BELOW_THE_WINDOW))


@pytest.mark.parametrize("name", BELOW_THE_WINDOW)
def test_what_lies_below_the_window_does_without_qt(name: str, refused: dict[str, str]) -> None:
    assert refused.get(name) is None


def test_the_rooms_keep_their_contracts() -> None:
    # In a process of its own: its progress display leaves a thread behind.
    python("from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache", "--no-logo")


@pytest.mark.parametrize(
    ("word", "heavy"),
    [
        ([], "PySide6 cv2 PIL numpy"),
        (["cutout"], "PySide6 cv2 PIL"),
        (["batch"], "PySide6 cv2 PIL rich distributed"),
        (["pack"], "PySide6 cv2 PIL numpy"),
        (["engines"], "PySide6 cv2 PIL numpy"),
        (["models"], "PySide6 cv2 PIL numpy"),
        (["demo"], "PySide6 cv2 PIL numpy"),
        (["serve"], "PySide6 cv2 PIL numpy"),
    ],
    ids=["segdesk", "cutout", "batch", "pack", "engines", "models", "demo", "serve"],
)
def test_help_answers_without_loading_anything_heavy(word: list[str], heavy: str) -> None:
    code = f"""
import sys
from segdesk.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    print(end.code, *(name for name in {heavy.split()} if name in sys.modules))
"""
    said = python(code, *word, "--help").splitlines()
    assert said[0].startswith("usage: segdesk")
    assert said[-1] == "0"


def test_versions_agree() -> None:
    newest = re.search(r"^## \[([^]]+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == segdesk.__version__


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_short_and_says_what_it_is_for(name: str) -> None:
    path = ROOT.joinpath(*name.split("."))
    text = (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text("utf-8")
    assert text.count("\n") <= MAX_LINES
    assert text.startswith('"""')


def test_the_licence_is_there_in_full() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License\n" in text
    assert "END OF TERMS AND CONDITIONS" in text


@pytest.mark.parametrize("forbidden", [HOMES, REGISTRIES], ids=["home folders", "registries"])
def test_no_file_speaks_of_one_machine(forbidden: re.Pattern[str]) -> None:
    texts = {path: path.read_bytes().decode("utf-8", "replace") for path in tracked_files()}
    assert [str(path.relative_to(ROOT)) for path, text in texts.items() if forbidden.search(text)] == []


def test_no_file_is_left_behind_by_a_tool() -> None:
    assert [path for path in tracked_files() if path.suffix in (".pyc", ".orig", ".rej", ".log")] == []
