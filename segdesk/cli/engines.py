"""`segdesk engines`: each engine, what it can take, its limits, whether it is ready and why not."""

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from segdesk.cli.setups import Cloud, described_cloud

if TYPE_CHECKING:
    from segdesk.engines.base import Capabilities, Engine
    from segdesk.engines.setup import Setup


def build(parser: argparse.ArgumentParser) -> None:
    """The flags of the word."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """List the engines."""
    from segdesk.engines import CLOUDS, MODEL, engine_names, make_engine
    from segdesk.pipeline import engine_setup
    from segdesk.storage.keys import Keys
    from segdesk.storage.settings import load_settings

    keys = Keys()
    setup = engine_setup(load_settings().settings, keys)
    engines = [make_engine(name, setup) for name in engine_names()]
    clouds = {name: described_cloud(name, setup, keys) for name in CLOUDS}
    if options.json:
        told = {one.name: _described(one, clouds.get(one.name)) for one in engines}
        told[MODEL]["files"] = [str(path) for path in setup.model.files]
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for engine in engines:
        print(engine.name)
        print(f"  takes   {_takes(engine.capabilities)}")
        print(f"  limits  {_limits(engine.capabilities)}")
        if engine.name == MODEL:
            print(f"  files   {_files(setup)}")
        if engine.name in clouds:
            print(f"  asks    {clouds[engine.name].endpoint}")
            print(f"  keys    {_places(clouds[engine.name].keys)}")
        print(f"  state   {engine.obstacle or 'ready'}")
    return 0


def _files(setup: "Setup") -> str:
    return ", ".join(str(path) for path in setup.model.files) or "none"


def _places(keys: dict[str, str | None]) -> str:
    return ", ".join(f"{variable}: {place or 'missing'}" for variable, place in keys.items())


def _described(engine: "Engine", cloud: Cloud | None) -> dict[str, object]:
    state = {"ready": engine.obstacle is None, "obstacle": engine.obstacle}
    return asdict(engine.capabilities) | state | (asdict(cloud) if cloud else {})


def _takes(can: "Capabilities") -> str:
    kinds = {"auto subject": can.auto, "boxes": can.boxes, "strokes": can.strokes, "prior mask": can.prior_mask}
    return ", ".join(kind for kind, is_taken in kinds.items() if is_taken) or "what its files take"


def _limits(can: "Capabilities") -> str:
    limits = {
        "shortest side {} px": can.min_side,
        "longest side {} px": can.max_side,
        "{} bytes": can.max_bytes,
    }
    return ", ".join(text.format(limit) for text, limit in limits.items() if limit is not None) or "none"
