"""`.segdesk` projects: everything that was done to a picture, as it was done, and the picture's own file untouched.

    mimetype           what the file is, first and stored
    manifest.json      {"format": 1, "parts": {name: {"sha256": ..., "bytes": ...}}}
    document.json      {"picture": {"name", "part"}, "subjects": [keys from top to bottom], "active": key}
    subjects/KEY.json  what was said about a subject and how it is finished; see `subjectfile`
    thumbnail.png      what the file shows, small
    source/NAME        the bytes of the picture's file; of a picture that never was one, a PNG
    maps/, masks/      scribble maps and masks, PNG
    snapshots/N.json   {"name", "active", "subjects": [each as in subjects/]}, in the order in which they were taken
    snapshots/*.png    their scribble maps and masks, by their contents: several may share one

The same document makes the same bytes at any time. A format grows by fields that may be missing; a number higher than
`FORMAT` means that an older program would lose something, and it refuses. 2 has snapshots; without any 1 is written.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from segdesk.core import fields
from segdesk.core.document import LIMIT_MEGAPIXELS, Bytes2D, Document, Picture, Subject
from segdesk.core.errors import PictureError, ProjectError, Reason
from segdesk.core.folders import PROJECT_SUFFIX
from segdesk.core.notes import Loss, Losses, Note, Notice
from segdesk.core.snapshots import Snapshot
from segdesk.imaging import encoders, files
from segdesk.imaging.atomic import write_atomic
from segdesk.imaging.thumbnails import thumbnail
from segdesk.storage import container
from segdesk.storage.snapshotfile import snapshot_from_table, snapshot_table
from segdesk.storage.subjectfile import Table, subject_from_table, subject_table

FORMAT: Final = 2
_PLAIN: Final = 1
"""What is written where nothing needs more."""
MANIFEST, DOCUMENT, THUMBNAIL = "manifest.json", "document.json", "thumbnail.png"
SUBJECTS, SOURCES, SNAPSHOTS = "subjects/", "source/", "snapshots/"
_UNFIT: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]+')
"""What may not stand in a part's name."""
_LONGEST: Final = 100
_SUFFIXES: Final = ((b"\x89PNG", ".png"), (b"\xff\xd8\xff", ".jpg"))
"""What a picture without one gets, such as a pasted one."""

Parts = dict[str, bytes]
Migration = Callable[[Parts], Parts]
MIGRATIONS: Final[Mapping[int, Migration]] = {_PLAIN: lambda parts: parts}
"""Format -> what makes the parts of the next one out of its own."""


@dataclass(frozen=True)
class Project:
    """A document as a project holds it, what to tell about its file, and the snapshots that were taken.

    gaps: places, from 0, of those that were lost from their row.
    """

    document: Document
    notes: tuple[Note, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    gaps: frozenset[int] = frozenset()

    @property
    def row(self) -> list[Snapshot | None]:
        """The snapshots, each on the place where it stood, None where one was lost."""
        left = iter(self.snapshots)
        count = len(self.snapshots) + len(self.gaps)
        return [None if place in self.gaps else next(left, None) for place in range(count)]


def is_project(path: Path) -> bool:
    """Whether a file claims to be a project, by its name or by how it begins."""
    if path.suffix.lower() == PROJECT_SUFFIX:
        return True
    try:
        with path.open("rb") as file:
            return container.begins_like_one(file.read(64))
    except (OSError, ValueError):
        return False


def save(document: Document, path: Path, *, snapshots: Sequence[Snapshot] = ()) -> bytes:
    """Write a project, whole or not at all, over what is there; returns its bytes. Raises OutputError."""
    content = dump(document, snapshots=snapshots, name=path.name)
    write_atomic(path, content, overwrite=True)
    return content


def dump(document: Document, *, snapshots: Sequence[Snapshot] = (), name: str = "") -> bytes:
    """The bytes of a project, which errors call by its name. Raises OutputError for one that is too large."""
    pictures: Parts = {}

    def keep(name: str, content: bytes) -> str:
        pictures[name] = content
        return name

    subjects = {f"{SUBJECTS}{one.key}.json": _json(subject_table(one, keep)) for one in document.subjects}
    source, original = _source(document.picture)
    table: Table = {
        "picture": {"name": document.picture.name, "part": source},
        "subjects": [subject.key for subject in document.subjects],
        "active": document.active,
    }
    parts = {DOCUMENT: _json(table), **subjects, THUMBNAIL: thumbnail(document), source: original}
    # Whoever cuts the end off loses snapshots first, and then masks, which can be found again.
    parts |= dict(sorted(pictures.items())) | _snapshot_parts(snapshots, document.picture)
    number = FORMAT if snapshots else _PLAIN
    return container.pack({MANIFEST: _json(_manifest(parts, number)), **parts}, name)


def load(
    source: Path | bytes,
    name: str = "",
    *,
    limit_megapixels: float | None = LIMIT_MEGAPIXELS,
    migrations: Mapping[int, Migration] = MIGRATIONS,
) -> Project:
    """Read a project, of damaged ones what is sound; the notes tell what was lost. `name` is what errors call it.

    Raises ProjectError, and PictureError where the picture is too large.
    """
    called = name or (source.name if isinstance(source, Path) else name)
    parts, lost = _sound_parts(container.unpack(source, called), called)
    parts = _migrated(parts, called, migrations)
    return _Reading(parts, lost, called).project(limit_megapixels)


def peek(path: Path) -> bytes | None:
    """The PNG that shows what a project holds, without reading the rest; None where it has none to show."""
    try:
        parts = container.unpack(path, path.name, wanted=(THUMBNAIL,))
    except ProjectError:
        return None
    return parts.get(THUMBNAIL)


class _Reading:
    """One project on its way to a document; `lost` counts what could not be had."""

    def __init__(self, parts: Parts, lost: set[str], name: str) -> None:
        self._parts, self._damaged, self._name = parts, lost, name
        self._lost: Counter[Loss] = Counter()
        self._shape = (0, 0)

    def project(self, limit_megapixels: float | None) -> Project:
        table = self._document_table()
        decoded = self._picture(fields.table(table["picture"], "picture"), limit_megapixels)
        size = decoded.picture.size
        self._shape = (size.height, size.width)
        subjects = self._subjects([fields.count(key, "a key") for key in fields.items(table["subjects"], "subjects")])
        keys = [subject.key for subject in subjects]
        active = table.get("active")
        document = Document(
            decoded.picture, subjects, active if isinstance(active, int) and active in keys else keys[0]
        )
        snapshots, gaps = self._snapshots(decoded.picture)
        return Project(document, (*decoded.notes, *self._notes()), snapshots, gaps)

    def _document_table(self) -> Table:
        """What `document.json` says, or what can be guessed without it."""
        try:
            table = fields.table(json.loads(self._parts[DOCUMENT]), "the document")
            fields.table(table.get("picture"), "the picture")
            for key in fields.items(table.get("subjects"), "the subjects"):
                fields.count(key, "a key")
            return table
        except (KeyError, ValueError, RecursionError):
            self._lost[Loss.ORDER] += 1
        names = [name.removeprefix(SUBJECTS).removesuffix(".json") for name in self._parts if _is_subject(name)]
        keys = {int(name) for name in names if name.isdecimal() and len(name) <= _LONGEST}
        return {"picture": {}, "subjects": sorted(keys)}

    def _picture(self, table: Table, limit: float | None) -> files.Decoded:
        """The picture, also out of bytes that are not all what they were."""
        part = table.get("part")
        if not isinstance(part, str) or part not in self._parts:
            part = next((name for name in self._parts if name.startswith(SOURCES)), None)
        if part is None:
            raise ProjectError(Reason.PROJECT_PICTURE_LOST, name=self._name)
        name = table.get("name")
        called = name if isinstance(name, str) else part.removeprefix(SOURCES)
        try:
            decoded = files.decode_bytes(self._parts[part], called, limit_megapixels=limit)
        except PictureError as error:
            if error.reason is Reason.PICTURE_TOO_LARGE:
                raise
            raise ProjectError(Reason.PROJECT_PICTURE_LOST, name=self._name) from error
        if part in self._damaged:
            self._lost[Loss.PICTURE] += 1
        return decoded

    def _subjects(self, keys: list[int]) -> tuple[Subject, ...]:
        found: dict[int, Subject] = {}
        for key in keys:
            part = f"{SUBJECTS}{key}.json"
            try:
                if part in self._damaged:
                    raise ValueError("its bytes are not those that were written")
                subject = subject_from_table(json.loads(self._parts[part]), self._coverage)
            except (KeyError, TypeError, ValueError, RecursionError):
                self._lost[Loss.SUBJECT] += 1
                continue
            found.setdefault(key, replace(subject, key=key))
        return tuple(found.values()) or (Subject(),)

    def _snapshots(self, picture: Picture) -> tuple[tuple[Snapshot, ...], frozenset[int]]:
        """Those that are whole, and the places of the others."""
        found: list[Snapshot] = []
        gaps: list[int] = []
        for part in sorted(filter(_is_snapshot, {*self._parts, *self._damaged}), key=_number):
            try:
                if part in self._damaged:
                    raise ValueError("its bytes are not those that were written")
                found.append(snapshot_from_table(json.loads(self._parts[part]), picture, self._coverage))
            except (KeyError, TypeError, ValueError, RecursionError):
                self._lost[Loss.SNAPSHOT] += 1
                gaps.append(_number(part))
        return tuple(found), frozenset(gaps)

    def _coverage(self, part: object) -> Bytes2D | None:
        """A mask or map; None, which counts as a loss, where it is not whole or not of the picture's size."""
        if isinstance(part, str) and part in self._parts and part not in self._damaged:
            try:
                megapixels = self._shape[0] * self._shape[1] / 1e6
                coverage = files.decode_map(self._parts[part], part, limit_megapixels=megapixels)
            except PictureError:
                coverage = np.zeros((0, 0), np.uint8)
            if coverage.shape == self._shape:
                return coverage
        self._lost[Loss.MAP if str(part).startswith("maps/") else Loss.MASK] += 1
        return None

    def _notes(self) -> tuple[Note, ...]:
        counts = tuple((loss, self._lost[loss]) for loss in Loss if self._lost[loss])
        return (Note.of(Notice.PROJECT_DAMAGED, name=self._name, lost=Losses(counts)),) if counts else ()


def _sound_parts(parts: dict[str, bytes | None], name: str) -> tuple[Parts, set[str]]:
    """The parts that can be read, and the names of those that are not what was written. Raises ProjectError."""
    if parts.get(container.MIMETYPE_PART) != container.MIMETYPE.encode() and not {MANIFEST, DOCUMENT} & set(parts):
        raise ProjectError(Reason.PROJECT_UNKNOWN, name=name)
    read = {part: content for part, content in parts.items() if content is not None}
    sums = _sums(read)
    damaged = {
        part for part, wanted in sums.items() if part not in read or hashlib.sha256(read[part]).hexdigest() != wanted
    }
    # A JSON part that is not what was written is not believed; of a picture some may be left.
    kept = {part: content for part, content in read.items() if part not in damaged or part.startswith(SOURCES)}
    return kept, damaged


def _sums(parts: Parts) -> dict[str, str]:
    """The checksums of the manifest; without a sound one the container's own have to do."""
    try:
        listed = fields.table(fields.table(json.loads(parts[MANIFEST]), "the manifest").get("parts"), "the parts")
        return {part: fields.text(fields.table(entry, part).get("sha256"), part) for part, entry in listed.items()}
    except (KeyError, ValueError, RecursionError):
        return {}


def _format(parts: Parts) -> int:
    try:
        return fields.count(fields.table(json.loads(parts[MANIFEST]), "the manifest").get("format"), "format")
    except (KeyError, ValueError, RecursionError):
        return FORMAT


def _migrated(parts: Parts, name: str, migrations: Mapping[int, Migration]) -> Parts:
    """Parts in today's format. Raises ProjectError for tomorrow's."""
    number = _format(parts)
    if number > FORMAT:
        raise ProjectError(Reason.PROJECT_NEWER, name=name, format=number, known=FORMAT)
    while number < FORMAT and number in migrations:
        parts, number = migrations[number](parts), number + 1
    if number != FORMAT:
        raise ProjectError(Reason.PROJECT_UNKNOWN, name=name)
    return parts


def _manifest(parts: Parts, number: int) -> Table:
    listed = {
        part: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)} for part, content in parts.items()
    }
    return {"format": number, "parts": listed}


def _source(picture: Picture) -> tuple[str, bytes]:
    """Under which name and with which bytes a picture is kept."""
    content = picture.original or _lossless(picture)
    name = " ".join(_UNFIT.sub(" ", picture.name).split()).strip(". ")[-_LONGEST:] or "picture"
    suffix = "" if Path(name).suffix else next((end for start, end in _SUFFIXES if content.startswith(start)), "")
    return f"{SOURCES}{name}{suffix}", content


def _lossless(picture: Picture) -> bytes:
    """A PNG of pixels that were never in a file."""
    if picture.alpha is None:
        return encoders.encode_rgb(picture.export_pixels, picture.icc)
    return encoders.encode_cutout(np.dstack([picture.export_pixels, picture.alpha]), picture.icc)


def _snapshot_parts(snapshots: Sequence[Snapshot], picture: Picture) -> Parts:
    """Each snapshot on its own, and behind them their masks and maps."""
    tables: Parts = {}
    pictures: Parts = {}

    def keep(_name: str, content: bytes) -> str:
        part = f"{SNAPSHOTS}{hashlib.sha256(content).hexdigest()[:20]}.png"
        pictures[part] = content
        return part

    for number, snapshot in enumerate(snapshots):
        tables[f"{SNAPSHOTS}{number}.json"] = _json(snapshot_table(snapshot, picture, keep))
    return tables | dict(sorted(pictures.items()))


def _is_snapshot(part: str) -> bool:
    number = part.removeprefix(SNAPSHOTS).removesuffix(".json")
    return part == f"{SNAPSHOTS}{number}.json" and number.isdecimal() and len(number) <= _LONGEST


def _number(part: str) -> int:
    return int(part.removeprefix(SNAPSHOTS).removesuffix(".json"))


def _is_subject(part: str) -> bool:
    return part.startswith(SUBJECTS) and part.endswith(".json")


def _json(table: Table) -> bytes:
    """Compact JSON in ASCII, so that a name of any characters fits."""
    return json.dumps(table, separators=(",", ":")).encode("ascii")
