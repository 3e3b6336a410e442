"""Sets SegDesk up in a fresh checkout, then starts it, checks it or packs it; Python's standard library is enough.

Nothing outside the checkout is touched, but for Debian packages when root runs it on a Debian system that lacks them.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - older ones must reach this sentence: this file's syntax suits them too
    sys.exit("SegDesk needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info[:2]))

import ctypes
import hashlib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
VENV: Final = ROOT / ".venv"
PYTHON: Final = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PIP_LOG: Final = VENV / "pip.log"

USAGE: Final = """\
python3 packaging/dev.py run [options of segdesk demo]   open the editor on the sample picture
python3 packaging/dev.py test                            check everything: style, types, house rules, all tests
python3 packaging/dev.py test [options of pytest]        only these tests, for example tests/core -k undo
python3 packaging/dev.py package [wheel bundle deb appimage]   make what people install, into dist

Each installs what is missing into .venv first; the next start skips that."""

# What Qt loads and its wheels do not hold: library -> Debian package. Libraries that come with these are not named.
QT_LIBRARIES: Final = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
FONT_FOLDERS: Final = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
CHINESE_FONTS: Final = ("*CJK*", "*wqy*", "*SourceHanSans*", "*DroidSansFallback*")
PROGRAMS: Final = {
    "run": {},
    "test": {
        "Xvfb": "xvfb",
        "xdotool": "xdotool",
        "dbus-run-session": "dbus-daemon",
        "gnome-keyring-daemon": "gnome-keyring",
    },
    "package": {"dpkg-deb": "dpkg", "mksquashfs": "squashfs-tools", "objdump": "binutils", "cc": "gcc"},
}
"""What is set up for -> the programs it calls, and the Debian packages that hold them."""
PROJECTS: Final = {"run": ".", "test": ".[test]", "package": ".[package]"}
"""What is set up for -> what pip installs."""

CHECKS: Final = {
    "ruff check": ("ruff", "check", "."),
    "ruff format": ("ruff", "format", "--check", "."),
    "pyright": ("pyright", "--pythonpath", str(PYTHON)),
}

AT_ONCE: Final = ("-n", "3", "--dist", "worksteal")
"""All tests run in three processes: where two cores compute, a third waits for a server that is silent on purpose."""


class SetupFailed(Exception):
    """The setting up cannot go on; the text says why and what to do."""


def main(words: list[str]) -> int:
    """Do what the first word says. Returns an exit code."""
    try:
        if words[:1] == ["run"]:
            set_up("run")
            return _started("segdesk", "demo", *words[1:])
        if words[:1] == ["test"]:
            set_up("test")
            os.chdir(ROOT)
            return _tested(words[1:]) if words[1:] else _all_checked()
        if words[:1] == ["package"]:
            set_up("package")
            return subprocess.call([str(PYTHON), str(ROOT / "packaging" / "package.py"), *words[1:]])
    except SetupFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(USAGE)
    return 0 if words[:1] in (["-h"], ["--help"]) else 2


def set_up(purpose: str) -> None:
    """Make `.venv` hold the project and what it needs to "run", "test" or "package". Raises SetupFailed."""
    _provide_system_packages(list(_missing_packages(purpose)))
    if _is_installed(purpose):
        return
    _provide_venv()
    print("Installing what SegDesk needs into .venv; the first time takes a minute or two ...", flush=True)
    _pip_install(PROJECTS[purpose])
    for satisfied in {"run", purpose}:
        _stamp(satisfied).write_text(_digest(), encoding="ascii")


def _all_checked() -> int:
    """Every check and test; pytest's own summary closes it when all is well."""
    failed = [name for name, command in CHECKS.items() if not _is_passed(name, command)]
    # The rooms below the window are tested with Qt out of reach, so that none of them comes to lean on it.
    if _tested([*AT_ONCE, "-p", "no:pytest-qt"]):
        failed.append("tests without Qt")
    if _tested([*AT_ONCE, "tests/app"]):
        failed.append("tests of the window")
    if failed:
        print("Failed: " + ", ".join(failed))
    return 1 if failed else 0


def _tested(options: list[str]) -> int:
    return _started("pytest", *options)


def _is_passed(name: str, command: tuple[str, ...]) -> bool:
    print(f"== {name}", flush=True)
    return _started(*command) == 0


def _started(module: str, *options: str) -> int:
    return subprocess.call([str(PYTHON), "-m", module, *options])


# The virtual environment


def _is_installed(purpose: str) -> bool:
    try:
        return PYTHON.exists() and _stamp(purpose).read_text(encoding="ascii") == _digest()
    except OSError:
        return False


def _stamp(purpose: str) -> Path:
    return VENV / f"set-up-for-{purpose}"


def _digest() -> str:
    """Changes whenever `.venv` has to be brought up to date."""
    parts = (str(ROOT), sys.version, sys.platform, platform.machine(), (ROOT / "pyproject.toml").read_text("utf-8"))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _provide_venv() -> None:
    if _venv_version() == platform.python_version():
        return
    if importlib.util.find_spec("ensurepip") is None:
        _provide_system_packages(["python3-venv"])
        importlib.invalidate_caches()
    made = _heard([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if made.returncode:
        why = _last_line(made.stdout) if importlib.util.find_spec("ensurepip") else "this Python has no ensurepip"
        raise SetupFailed(f"No virtual environment could be made in {VENV}: {why}")


def _venv_version() -> str | None:
    """The Python that `.venv` was made with, or None where it is missing or its Python does not start."""
    if not PYTHON.exists():
        return None
    asked = _heard([str(PYTHON), "-c", "import pip, platform; print(platform.python_version())"])
    return asked.stdout.strip() if asked.returncode == 0 else None


def _pip_install(project: str) -> None:
    """Install a project so that the checkout's files are the ones that run. Raises SetupFailed."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-e", project]
    last_error = ""
    pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT)
    with pip, PIP_LOG.open("w", encoding="utf-8") as log:
        assert pip.stdout is not None
        for line in pip.stdout:
            log.write(line)
            if line.lstrip().startswith(("Downloading ", "Installing collected")):
                print("  " + line.strip()[:100], flush=True)
            for error in re.findall(r"\b(?:ERROR|\w+Error): (.+)", line):
                last_error = error.strip()
    if pip.returncode:
        raise SetupFailed(
            f"pip could not install what SegDesk needs: {last_error or 'it stopped early'}\n"
            f"Check the network and pip's settings, then start this again; {PIP_LOG} tells more."
        )


def _heard(command: list[str]) -> subprocess.CompletedProcess[str]:
    """A finished command with all it said in `stdout`."""
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else ""


# What the system has to bring


def _missing_packages(purpose: str) -> Iterator[str]:
    """Debian's names of what Qt and the purpose use and this Linux lacks; nothing on other systems."""
    if sys.platform != "linux":
        return
    yield from (package for library, package in QT_LIBRARIES.items() if not _loads(library))
    if not any(path for folder in FONT_FOLDERS for name in CHINESE_FONTS for path in folder.rglob(name)):
        yield "fonts-noto-cjk"
    yield from (package for program, package in PROGRAMS[purpose].items() if shutil.which(program) is None)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _provide_system_packages(packages: list[str]) -> None:
    """Install Debian packages where that is possible, else say in one sentence what is missing; never fails."""
    if not packages:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        print("This system lacks what these Debian packages hold: " + " ".join(packages) + ".")
    elif os.geteuid() != 0:
        print("This system lacks some packages; install them with: sudo " + " ".join(command))
    else:
        print("Installing Debian packages: " + " ".join(packages), flush=True)
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        _heard(["apt-get", "update"])
        done = _heard(command)
        if done.returncode:
            print("apt-get could not install them: " + _last_line(done.stdout))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
