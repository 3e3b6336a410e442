"""`segdesk engines`: each engine, what it can take, its limits, whether it is ready and why not."""

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segdesk.engines.base import Capabilities, Engine


def build(parser: argparse.ArgumentParser) -> None:
    """The flags of the word."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """List the engines."""
    from segdesk.engines import engine_names, make_engine

    engines = [make_engine(name) for name in engine_names()]
    if options.json:
        print(json.dumps({engine.name: _described(engine) for engine in engines}, ensure_ascii=False))
        return 0
    for engine in engines:
        print(engine.name)
        print(f"  takes   {_takes(engine.capabilities)}")
        print(f"  limits  {_limits(engine.capabilities)}")
        print(f"  state   {engine.obstacle or 'ready'}")
    return 0


def _described(engine: "Engine") -> dict[str, object]:
    return {**asdict(engine.capabilities), "ready": engine.obstacle is None, "obstacle": engine.obstacle}


def _takes(can: "Capabilities") -> str:
    kinds = {"auto subject": can.auto, "boxes": can.boxes, "strokes": can.strokes, "prior mask": can.prior_mask}
    return ", ".join(kind for kind, is_taken in kinds.items() if is_taken)


def _limits(can: "Capabilities") -> str:
    limits = {
        "shortest side {} px": can.min_side,
        "longest side {} px": can.max_side,
        "{} bytes": can.max_bytes,
    }
    return ", ".join(text.format(limit) for text, limit in limits.items() if limit is not None) or "none"
