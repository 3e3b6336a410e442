"""`segdesk models`: what the catalogue offers for download, and the download of one of its models."""

import argparse
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segdesk.core.work import Report
    from segdesk.engines.models.catalogue import Entry


def build(parser: argparse.ArgumentParser) -> None:
    """The flags of the word."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="the model to download; without it they are listed")
    parser.add_argument("--agree", action="store_true", help="download it: you have read its licence")
    parser.add_argument("--mirror", metavar="URL", help="where to get it instead (default: the settings' mirror)")


def run(options: argparse.Namespace) -> int:
    """List, or download and remember as the model engine's. Raises SegDeskError."""
    from segdesk.engines.models.catalogue import load_catalogue

    entries = load_catalogue()
    if options.name is None:
        print("\n".join(line for entry in entries for line in _described(entry)) or "The catalogue is empty.")
        return 0
    named = {entry.name: entry for entry in entries}
    if options.name not in named:
        options.refuse(f"the catalogue has no “{options.name}”")
    entry = named[options.name]
    print("\n".join(_described(entry)))
    if not options.agree:
        print("To download it, add --agree.")
        return 0
    return _download(entry, options.mirror)


def _download(entry: "Entry", mirror: str | None) -> int:
    from segdesk.core.work import CancelToken
    from segdesk.pipeline import download_model
    from segdesk.storage.settings import load_settings, save_settings

    settings = load_settings().settings
    if mirror is not None:
        settings = replace(settings, model_mirror=mirror)
    paths = download_model(entry, settings, cancel=CancelToken(), report=_progress())
    save_settings(replace(settings, model_files=tuple(str(path) for path in paths)))
    for path in paths:
        print(path)
    return 0


def _progress() -> "Report":
    """Tells of every tenth part."""
    told = -1

    def report(stage: str, share: float) -> None:
        nonlocal told
        if int(share * 10) > told:
            told = int(share * 10)
            print(f"{told * 10} %", file=sys.stderr)

    return report


def _described(entry: "Entry") -> list[str]:
    return [
        entry.name,
        f"  licence {entry.licence}",
        f"  size    {entry.size / 1e6:.1f} MB in {len(entry.files)} file{'s' * (len(entry.files) > 1)}",
        f"  source  {entry.source}",
    ]
