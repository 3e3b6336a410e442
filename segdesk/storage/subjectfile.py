"""A subject as values for JSON, with its masks and scribble maps as PNG files beside them, and back.

    {"key": 0, "name": "", "colour": [r, g, b], "visible": true, "locked": false,
     "prompts": {as in a prompt file, "maps": [{"polarity": "keep", "part": "maps/....png"}]},
     "edges": {"mode": "auto", ...}, "hair": [as in a prompt file, ...],
     "retouch": [{"polarity": ..., "radius": ..., "hardness": ..., "opacity": ..., "points": [...],
                  "radii": [...] where pressure made it smaller}],
     "mask": {"part": "masks/0.png", "engine": "local", "candidates": 1, "soft": false, "prompts": {...},
              "settled": {...}}}

A mask's prompts are left out where they are the subject's, and what it settled where that is nothing.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from enum import Enum

from segdesk.core import fields
from segdesk.core.document import Bytes2D, Colour, EdgeMode, EdgeSettings, Mask, MaskSource, Subject, Traits
from segdesk.core.promptfile import (
    hair_from_table,
    hair_table,
    point_pairs,
    points_from_pairs,
    polarity_of,
    prompts_from_table,
    prompts_table,
    radii_from_table,
    radii_table,
)
from segdesk.core.prompts import Prompts, ScribbleMap
from segdesk.core.retouch import RetouchStroke
from segdesk.imaging import encoders

Keep = Callable[[str, bytes], str]
"""Takes a part's name and content and says what it is called there."""
Coverage = Callable[[object], Bytes2D | None]
"""The mask or map of a part, uint8 HxW at the picture's size; None where it cannot be had."""
Table = dict[str, object]


def subject_table(subject: Subject, keep: Keep) -> Table:
    """A subject whose pictures were given to `keep`."""
    mask = subject.mask
    kept = None
    if mask is not None:
        part = keep(f"masks/{subject.key}.png", encoders.encode_mask(mask.coverage))
        kept = {"part": part, **source_table(mask.source, subject.prompts, keep)}
    return {
        "key": subject.key,
        **traits_table(subject.traits),
        "prompts": said_table(subject.prompts, keep),
        "edges": edges_table(subject.edges),
        "hair": [hair_table(stroke) for stroke in subject.hair],
        "retouch": [retouch_table(stroke) for stroke in subject.retouch],
        "mask": kept,
    }


def subject_from_table(item: object, coverage: Coverage) -> Subject:
    """The way back. Raises ValueError that says what is wrong."""
    table = fields.table(item, "a subject")
    prompts = said_from_table(table.get("prompts", {}), coverage)
    subject = Subject(
        key=fields.count(table.get("key"), "a subject's key"),
        traits=traits_from_table(table),
        prompts=prompts,
        edges=edges_from_table(table.get("edges", {})),
        hair=tuple(hair_from_table(stroke) for stroke in fields.items(table.get("hair", []), "hair")),
        retouch=tuple(retouch_from_table(stroke) for stroke in fields.items(table.get("retouch", []), "retouch")),
    )
    if table.get("mask") is None:
        return subject
    kept = fields.table(table["mask"], "a mask")
    shape = coverage(kept.get("part"))
    if shape is None:
        return subject
    return replace(subject, mask=Mask(shape, source_from_table(kept, prompts, coverage)))


def traits_table(traits: Traits) -> Table:
    """What a subject is called and how it takes part."""
    return {
        "name": traits.name,
        "colour": list(traits.colour),
        "visible": traits.is_visible,
        "locked": traits.is_locked,
    }


def traits_from_table(table: Table) -> Traits:
    """The way back. Raises ValueError that says what is wrong."""
    usual = Traits()
    return Traits(
        name=fields.text(table.get("name", ""), "a name"),
        colour=_colour(table.get("colour", list(usual.colour))),
        is_visible=fields.flag(table.get("visible", True), "visible"),
        is_locked=fields.flag(table.get("locked", False), "locked"),
    )


def edges_table(edges: EdgeSettings) -> Table:
    """All that is set about an edge, by the names the settings have."""
    table: Table = {}
    for name, value in vars(edges).items():
        table[name] = value.value if isinstance(value, Enum) else float(value) if _is_length(name) else value
    return table


def edges_from_table(item: object) -> EdgeSettings:
    """The way back; what is missing is as usual. Raises ValueError that says what is wrong."""
    table, usual = fields.table(item, "edges"), EdgeSettings()
    chosen: dict[str, object] = {}
    for name, default in vars(usual).items():
        given = table.get(name, default)
        if isinstance(default, bool):
            chosen[name] = fields.flag(given, name)
        elif isinstance(default, EdgeMode):
            chosen[name] = EdgeMode(given)
        else:
            chosen[name] = fields.number(given) if _is_length(name) else fields.count(given, name)
    return replace(usual, **chosen)


def said_table(prompts: Prompts, keep: Keep) -> Table:
    """Prompts with their scribble maps; equal maps are one part."""
    maps = [{"polarity": one.polarity.value, "part": _kept_map(one, keep)} for one in prompts.maps]
    return {**prompts_table(prompts), "maps": maps}


def said_from_table(item: object, coverage: Coverage) -> Prompts:
    """The way back, less the maps that cannot be had. Raises ValueError that says what is wrong."""
    table = fields.table(item, "prompts")
    maps: list[ScribbleMap] = []
    for one in fields.items(table.get("maps", []), "maps"):
        entry = fields.table(one, "a map")
        shape = coverage(entry.get("part"))
        if shape is not None:
            maps.append(ScribbleMap(polarity_of(entry), shape))
    return replace(prompts_from_table(table), maps=tuple(maps))


def source_table(source: MaskSource, said: Prompts, keep: Keep) -> Table:
    """Who made the mask of a subject of which so much is said."""
    table: Table = {"engine": source.engine, "candidates": source.candidates, "soft": source.is_soft}
    if source.prompts != said:
        table["prompts"] = said_table(source.prompts, keep)
    if source.settled != Prompts():
        table["settled"] = said_table(source.settled, keep)
    return table


def source_from_table(table: Table, said: Prompts, coverage: Coverage) -> MaskSource:
    """The way back. Raises ValueError that says what is wrong."""
    return MaskSource(
        engine=fields.text(table.get("engine"), "engine"),
        prompts=said_from_table(table["prompts"], coverage) if "prompts" in table else said,
        candidates=fields.count(table.get("candidates", 1), "candidates"),
        is_soft=fields.flag(table.get("soft", False), "soft"),
        settled=said_from_table(table.get("settled", {}), coverage),
    )


def retouch_table(stroke: RetouchStroke) -> Table:
    """A stroke of the retouch brush."""
    return {
        "polarity": stroke.polarity.value,
        "radius": float(stroke.radius),
        "hardness": float(stroke.hardness),
        "opacity": float(stroke.opacity),
        "points": point_pairs(stroke.points),
        **radii_table(stroke.radii),
    }


def retouch_from_table(item: object) -> RetouchStroke:
    """The way back. Raises ValueError that says what is wrong."""
    table = fields.table(item, "a retouch stroke")
    return RetouchStroke(
        polarity_of(table),
        fields.number(table.get("radius")),
        tuple(points_from_pairs(table.get("points"), "points")),
        hardness=fields.number(table.get("hardness", 1)),
        opacity=fields.number(table.get("opacity", 1)),
        radii=radii_from_table(table),
    )


def _kept_map(one: ScribbleMap, keep: Keep) -> str:
    content = encoders.encode_mask(one.coverage)
    return keep(f"maps/{hashlib.sha256(content).hexdigest()[:20]}.png", content)


def _is_length(name: str) -> bool:
    """Whether a setting is measured rather than counted."""
    return isinstance(vars(EdgeSettings())[name], float)


def _colour(item: object) -> Colour:
    red, green, blue = (fields.count(share, "a colour") for share in fields.items(item, "a colour"))
    if max(red, green, blue) > 255:
        raise ValueError("a colour goes up to 255")
    return red, green, blue
