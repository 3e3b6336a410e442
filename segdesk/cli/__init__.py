"""The `segdesk` command: no word opens the window, the others are modules of their own.

A word's module is imported when that word is called, and what it needs when it runs, so that `--help` answers at once.
"""

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, cast

from segdesk import __version__
from segdesk.core.errors import EngineError, EngineUnknown, OutputError, PictureError, ProjectError, SegDeskError

DONE: Final = 0
USAGE: Final = 2
PICTURE: Final = 3
ENGINE: Final = 4
OUTPUT: Final = 5
INTERRUPTED: Final = 130

WORDS: Final = {
    "cutout": "cut one picture: prompts in, a cutout out",
    "batch": "cut many pictures: folders in, a folder out",
    "pack": "write the scribble maps of a picture and the requests both clouds would get",
    "serve": "serve the local engine by both clouds' protocols",
    "engines": "list the engines, what each can take and whether it is ready",
    "models": "list the models that can be downloaded, or download one",
    "demo": "cut the sample picture and show it",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit code tells how it went: 0 done, 2 usage, 3 picture, 4 engine, 5 output."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] not in WORDS:
        return _window(_window_parser().parse_args(arguments))
    word, *rest = arguments
    module = import_module(f"segdesk.cli.{word}")
    parser = argparse.ArgumentParser(prog=f"segdesk {word}", description=f"{WORDS[word].capitalize()}.")
    module.build(parser)
    parser.set_defaults(refuse=parser.error)
    options = parser.parse_args(rest)
    return _guarded(parser.prog, options, module.run)


def has_display() -> bool:
    """Whether a window can appear; Qt would end the process if it tried in vain."""
    if os.environ.get("QT_QPA_PLATFORM") or not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _guarded(name: str, options: argparse.Namespace, run: Callable[[argparse.Namespace], int]) -> int:
    """Run a word; a failure becomes one sentence and an exit code."""
    # There is none in a program without a console.
    stdout = cast("io.TextIOWrapper | None", sys.stdout)
    if stdout is not None:
        # A file's name may hold what a terminal cannot show, or no text at all.
        stdout.reconfigure(errors="replace")
    try:
        code = run(options)
        if stdout is not None:
            stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever listened has heard enough; what Python still wants to say at its end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return OUTPUT
    except SegDeskError as error:
        if getattr(options, "json", False):
            print(json.dumps({"error": error.reason.name.lower(), "message": str(error)}, ensure_ascii=False))
        print(f"{name}: {error}", file=sys.stderr)
        return exit_code(error)
    except KeyboardInterrupt:
        return INTERRUPTED


def exit_code(error: SegDeskError) -> int:
    """Which exit code tells of a failure."""
    match error:
        case PictureError() | ProjectError():
            return PICTURE
        case EngineError() if not isinstance(error, EngineUnknown):
            return ENGINE
        case OutputError():
            return OUTPUT
        case _:
            return USAGE


def _window_parser() -> argparse.ArgumentParser:
    words = "\n".join(f"  {name:<10}{about}" for name, about in WORDS.items())
    parser = argparse.ArgumentParser(
        prog="segdesk",
        usage="segdesk [FILE|FOLDER ...]\n       segdesk WORD [options]",
        description="Cut pictures out by hand. Without a word it opens the window.",
        epilog=f"words:\n{words}\n\n“segdesk WORD --help” tells more about each.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="pictures and folders to open")
    parser.add_argument("--version", action="version", version=f"segdesk {__version__}")
    return parser


def _window(options: argparse.Namespace) -> int:
    if not has_display():
        print("segdesk: there is no display for the window. Use “segdesk cutout” to cut without one.", file=sys.stderr)
        return USAGE
    from segdesk.app import run

    return run(options.files)
