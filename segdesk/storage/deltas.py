"""What turned one document into the next, as values for JSON and a few bytes, and the way from the one to the other.

It is told from the documents themselves, so that whatever changes a document, now or later, is told.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from segdesk.core import fields
from segdesk.core.document import Bytes2D, Document, Mask, Subject
from segdesk.core.maskedits import Patch
from segdesk.core.promptfile import box_from_list, hair_from_table, hair_table, mark_from_table, mark_table
from segdesk.core.prompts import Prompts
from segdesk.storage.subjectfile import (
    Coverage,
    Keep,
    Table,
    edges_from_table,
    edges_table,
    retouch_from_table,
    retouch_table,
    said_from_table,
    said_table,
    source_from_table,
    source_table,
    subject_from_table,
    subject_table,
    traits_from_table,
    traits_table,
)

Content = Callable[[object], bytes]
"""The bytes of a part that was given to `Keep`. Raises ValueError where there are none."""
T = TypeVar("T")


def difference(before: Document, after: Document, keep: Keep) -> Table:
    """How two documents on one picture differ; masks and maps are given to `keep` as far as they changed."""
    known = {subject.key: subject for subject in before.subjects}
    changed: Table = {}
    for subject in after.subjects:
        earlier = known.get(subject.key, Subject(subject.key))
        if earlier is not subject and earlier != subject:
            changed[str(subject.key)] = _subject_difference(earlier, subject, after, keep)
    return {"subjects": [subject.key for subject in after.subjects], "active": after.active, "changed": changed}


def applied(before: Document, delta: Table, *, content: Content, coverage: Coverage) -> Document:
    """The document after a difference. Raises ValueError for one that makes no sense."""
    known = {subject.key: subject for subject in before.subjects}
    for key, table in fields.table(delta.get("changed"), "changes").items():
        earlier = known.get(int(key), Subject(int(key)))
        shape = before.picture.pixels.shape[:2]
        known[int(key)] = _changed(earlier, fields.table(table, "a change"), shape, content, coverage)
    keys = [fields.count(key, "a key") for key in fields.items(delta.get("subjects"), "subjects")]
    active = fields.count(delta.get("active"), "active")
    if active not in keys:
        raise ValueError("the subject in hand is missing")
    # A new subject of which nothing is told is as every new one is.
    return replace(before.with_subjects(tuple(known.get(key, Subject(key)) for key in keys)), active=active)


def _subject_difference(before: Subject, after: Subject, document: Document, keep: Keep) -> Table:
    known = replace(
        before,
        traits=after.traits,
        prompts=after.prompts,
        mask=after.mask,
        edges=after.edges,
        hair=after.hair,
        retouch=after.retouch,
    )
    if known != after:
        # There is more to a subject than this knows to tell apart.
        return {"whole": subject_table(after, keep)}
    table: Table = {}
    if before.traits != after.traits:
        table["traits"] = traits_table(after.traits)
    if before.edges != after.edges:
        table["edges"] = edges_table(after.edges)
    if before.prompts != after.prompts:
        table["prompts"] = _said_difference(before.prompts, after.prompts, keep)
    if before.hair != after.hair:
        table["hair"] = _splice(before.hair, after.hair, hair_table)
    if before.retouch != after.retouch:
        table["retouch"] = _splice(before.retouch, after.retouch, retouch_table)
    if before.mask is not after.mask:
        table["mask"] = _mask_difference(before, after, document, keep)
    return table


def _changed(before: Subject, table: Table, shape: tuple[int, int], content: Content, coverage: Coverage) -> Subject:
    if "whole" in table:
        return subject_from_table(table["whole"], coverage)
    after = before
    if "traits" in table:
        after = replace(after, traits=traits_from_table(fields.table(table["traits"], "traits")))
    if "edges" in table:
        after = replace(after, edges=edges_from_table(table["edges"]))
    if "prompts" in table:
        after = replace(after, prompts=_said_after(before.prompts, fields.table(table["prompts"], "prompts"), coverage))
    if "hair" in table:
        after = replace(after, hair=_spliced(before.hair, table["hair"], hair_from_table))
    if "retouch" in table:
        after = replace(after, retouch=_spliced(before.retouch, table["retouch"], retouch_from_table))
    if "mask" in table:
        mask = None
        if table["mask"] is not None:
            mask = _mask_after(after, fields.table(table["mask"], "a mask"), shape, content, coverage)
        after = replace(after, mask=mask)
    return after


def _said_difference(before: Prompts, after: Prompts, keep: Keep) -> Table:
    table: Table = {
        "auto": after.auto,
        "candidate": after.candidate,
        "strokes": _splice(before.strokes, after.strokes, mark_table),
        "boxes": _splice(before.boxes, after.boxes, lambda box: [float(side) for side in box.box]),
    }
    if before.maps != after.maps:
        table["maps"] = said_table(Prompts(maps=after.maps), keep)
    return table


def _said_after(before: Prompts, table: Table, coverage: Coverage) -> Prompts:
    maps = said_from_table(table["maps"], coverage).maps if "maps" in table else before.maps
    return Prompts(
        strokes=_spliced(before.strokes, table.get("strokes"), mark_from_table),
        boxes=_spliced(before.boxes, table.get("boxes"), box_from_list),
        maps=maps,
        auto=fields.flag(table.get("auto"), "auto"),
        candidate=fields.count(table.get("candidate"), "candidate"),
    )


def _mask_difference(before: Subject, after: Subject, document: Document, keep: Keep) -> Table | None:
    if after.mask is None:
        return None
    height, width = document.picture.pixels.shape[:2]
    earlier = np.zeros((height, width), np.uint8) if before.mask is None else before.mask.coverage
    patch = Patch.between(earlier, after.mask.coverage)
    return {
        "rows": list(patch.rows),
        "columns": list(patch.columns),
        "part": keep("patch", patch.packed),
        **source_table(after.mask.source, after.prompts, keep),
    }


def _mask_after(subject: Subject, table: Table, shape: tuple[int, int], content: Content, coverage: Coverage) -> Mask:
    earlier: Bytes2D = np.zeros(shape, np.uint8) if subject.mask is None else subject.mask.coverage
    rows, columns = _range(table.get("rows"), shape[0]), _range(table.get("columns"), shape[1])
    patch = Patch(rows, columns, content(table.get("part")))
    return Mask(patch.onto(earlier), source_from_table(table, subject.prompts, coverage))


def _range(item: object, end: int) -> tuple[int, int]:
    first, last = (fields.count(side, "a side") for side in fields.items(item, "a side"))
    if not first <= last <= end:
        raise ValueError("a patch lies beyond the picture")
    return first, last


def _splice(before: Sequence[T], after: Sequence[T], table: Callable[[T], object]) -> Table:
    """What stands in the place of what, between what begins and what ends alike."""
    shorter = min(len(before), len(after))
    at = 0
    while at < shorter and _equal(before[at], after[at]):
        at += 1
    alike = 0
    while alike < shorter - at and _equal(before[-1 - alike], after[-1 - alike]):
        alike += 1
    added = after[at : len(after) - alike]
    return {"at": at, "drop": len(before) - alike - at, "add": [table(one) for one in added]}


def _spliced(before: tuple[T, ...], item: object, read: Callable[[object], T]) -> tuple[T, ...]:
    table = fields.table(item, "a list")
    at, drop = fields.count(table.get("at"), "at"), fields.count(table.get("drop"), "drop")
    added = tuple(read(one) for one in fields.items(table.get("add"), "add"))
    return (*before[:at], *added, *before[at + drop :])


def _equal(one: T, other: T) -> bool:
    return one is other or one == other
