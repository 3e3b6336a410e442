"""The wheel holds everything: installed on its own, in a folder of its own, it cuts the sample picture."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import segdesk

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment into which the wheel was installed."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    (wheel,) = folder.glob("segdesk-*.whl")
    assert segdesk.__version__ in wheel.name
    environment = folder / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", environment)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    run(*pip, "install", "--no-deps", "--target", site, wheel)
    # What segdesk stands on comes from this environment. A path file's own path files are not read: no checkout here.
    (site / "outer.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return python


def test_the_program_comes_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    found = run(installed, "-c", "import segdesk; print(segdesk.__file__)", cwd=tmp_path)
    assert installed.parents[1].resolve() in Path(found.strip()).resolve().parents


def test_every_resource_comes_along(installed: Path, tmp_path: Path) -> None:
    code = "from segdesk.core.resources import resource; print(resource())"
    folder = Path(run(installed, "-c", code, cwd=tmp_path).strip())
    assert folder.resolve().is_relative_to(installed.parents[1].resolve())
    assert contents(folder) == contents(ROOT / "resources")


def test_the_installed_program_cuts_the_sample(installed: Path, tmp_path: Path) -> None:
    code = "from segdesk import pipeline; sample = pipeline.sample(); print(sample.picture, sample.prompts, sep='\\n')"
    picture, prompts = run(installed, "-c", code, cwd=tmp_path).splitlines()
    run(installed, "-m", "segdesk", "cutout", picture, "--prompts", prompts, "-o", "cut.png", cwd=tmp_path)
    assert (tmp_path / "cut.png").read_bytes().startswith(b"\x89PNG")


def contents(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """What a command prints; one that fails shows what it said."""
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
