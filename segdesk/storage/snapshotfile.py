"""Snapshots as values for JSON, and how one row of them became another: a project holds the first, a journal both."""

from collections.abc import Sequence
from dataclasses import replace

from segdesk.core import fields
from segdesk.core.document import Document, Picture
from segdesk.core.snapshots import Snapshot
from segdesk.storage.subjectfile import Coverage, Keep, Table, subject_from_table, subject_table


def snapshot_table(snapshot: Snapshot, picture: Picture, keep: Keep) -> Table:
    """{"name", "active", "subjects"}, of a picture; its masks and maps were given to `keep`."""
    subjects = [subject_table(one, keep) for one in snapshot.document_on(picture).subjects]
    return {"name": snapshot.name, "active": snapshot.active, "subjects": subjects}


def snapshot_from_table(item: object, picture: Picture, coverage: Coverage) -> Snapshot:
    """The way back. Raises ValueError that says what is wrong."""
    table = fields.table(item, "a snapshot")
    subjects = [subject_from_table(one, coverage) for one in fields.items(table.get("subjects"), "subjects")]
    active, keys = fields.count(table.get("active"), "active"), {subject.key for subject in subjects}
    if active not in keys or len(keys) < len(subjects):
        raise ValueError("its subjects make no sense")
    return Snapshot.of(Document(picture, tuple(subjects), active), fields.text(table.get("name"), "a name"))


def difference(before: Sequence[Snapshot], after: Sequence[Snapshot], picture: Picture, keep: Keep) -> list[Table]:
    """What stands in a row now: of those that stood in the one before their places and names, of others all."""
    return [_told(snapshot, before, picture, keep) for snapshot in after]


def applied(
    before: Sequence[Snapshot | None], items: object, picture: Picture, coverage: Coverage
) -> tuple[Snapshot, ...]:
    """The row after a difference; one that was lost, None, stays so.

    Raises ValueError or IndexError for one that makes no sense.
    """
    after: list[Snapshot] = []
    for item in fields.items(items, "snapshots"):
        table = fields.table(item, "a snapshot")
        if "was" in table:
            stood = before[fields.count(table["was"], "a place")]
            if stood is not None:
                after.append(replace(stood, name=fields.text(table.get("name"), "a name")))
        else:
            after.append(snapshot_from_table(table, picture, coverage))
    return tuple(after)


def _told(snapshot: Snapshot, before: Sequence[Snapshot], picture: Picture, keep: Keep) -> Table:
    # One that was given another name has what it held before; of two that hold the same its own place is meant.
    places = [at for at, stood in enumerate(before) if _holds_the_same(snapshot, stood)]
    if places:
        place = next((at for at in places if before[at].name == snapshot.name), places[0])
        return {"was": place, "name": snapshot.name}
    return snapshot_table(snapshot, picture, keep)


def _holds_the_same(one: Snapshot, other: Snapshot) -> bool:
    return one.subjects is other.subjects and one.masks is other.masks
