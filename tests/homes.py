"""A home of its own for a program that is tried out: nobody's settings are read, nothing is left in anybody's lists."""

from pathlib import Path

_HOMES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")


def home_variables(folder: Path) -> dict[str, str]:
    """The environment in which all that a program keeps goes to this folder, on each platform."""
    below = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
    return dict.fromkeys(_HOMES, str(folder)) | below
