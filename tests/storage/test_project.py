"""Projects: all that was done comes back as it was done, and what somebody does to the file is found out."""

import hashlib
import io
import json
import zipfile
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segdesk.core.document import Document, EdgeSettings, Mask, MaskSource, Picture, Subject, Traits
from segdesk.core.edits import apply
from segdesk.core.errors import OutputError, PictureError, ProjectError, Reason
from segdesk.core.geometry import Box, Point
from segdesk.core.notes import Loss, Losses, Notice
from segdesk.core.prompts import BoxPrompt, HairStroke, Polarity, Prompts, Stroke
from segdesk.core.retouch import RetouchStroke
from segdesk.core.snapshots import Snapshot
from segdesk.imaging import encoders, files
from segdesk.storage import container, project
from tests.core.values import PICTURE, edits
from tests.scenes import plum

STROKE = Stroke(Polarity.KEEP, 3.5, (Point(1, 2), Point(4.25, 3)))


def plum_document(tmp_path: Path) -> Document:
    """A picture from a file with two subjects, one of which has everything a subject can have."""
    picture = files.decode(plum().save(tmp_path / "plum.png")).picture
    coverage = plum().truth.copy()
    said = Prompts(strokes=(STROKE,), boxes=(BoxPrompt(Box(10, 10, 60, 60)),))
    full = Subject(
        key=3,
        traits=Traits("李子", (1, 2, 3), is_visible=True, is_locked=True),
        prompts=said.with_prompt(STROKE.flipped),
        mask=Mask(coverage, MaskSource("local", said, 2, is_soft=True, settled=Prompts(strokes=(STROKE,)))),
        edges=EdgeSettings(shift=1.5, fill_holes=40),
        hair=tuple(HairStroke.of(STROKE, is_sure=sure) for sure in (False, True)),
        retouch=(RetouchStroke(Polarity.REMOVE, 9, (Point(5, 5),), hardness=0.25, opacity=0.5, radii=(6.5,)),),
    )
    return Document(picture, (full, Subject(key=1)), active=1)


def same(one: Document, other: Document) -> bool:
    """Whether two documents say the same of equal pictures."""
    pixels = np.array_equal(one.picture.pixels, other.picture.pixels)
    return pixels and (one.subjects, one.active) == (other.subjects, other.active)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    """A project of these parts, put together by another program."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


def spoilt(content: bytes, part: str) -> bytes:
    """A project with a byte changed in the middle of one part."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        entry = opened.getinfo(part)
    at = entry.header_offset + 30 + len(part) + entry.compress_size // 2
    return content[:at] + bytes([content[at] ^ 255]) + content[at + 1 :]


def losses(opened: project.Project) -> dict[Loss, int]:
    """What the notes say was lost."""
    told = [dict(note.values)["lost"] for note in opened.notes if note.notice is Notice.PROJECT_DAMAGED]
    return {loss: count for one in told if isinstance(one, Losses) for loss, count in one.counts}


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_document_comes_back_and_is_saved_as_the_same_bytes(data: st.DataObject) -> None:
    document, taken = Document(PICTURE, (Subject(),)), list[Snapshot]()
    for number in range(data.draw(st.integers(0, 8))):
        document, _ = apply(document, data.draw(edits(document)))
        if data.draw(st.booleans()):
            taken.append(Snapshot.of(document, f"快照 {number}"))
    written = project.dump(document, snapshots=taken)
    opened = project.load(written, "a.segdesk")
    assert same(opened.document, document)
    assert (opened.notes, opened.snapshots) == ((), tuple(taken))
    assert project.dump(opened.document, snapshots=opened.snapshots) == written


def test_whatever_a_document_holds_has_its_place_in_the_file(tmp_path: Path) -> None:
    """Whoever adds a field has to store it, and to fill it in `plum_document`."""
    document = plum_document(tmp_path)
    full, usual = document.subjects[0], Subject()
    assert full.mask is not None
    values = [(full, usual), (full.traits, Traits()), (full.mask.source, MaskSource("", Prompts()))]
    unset = [field.name for one, other in values for field in fields(one) if _is_same(one, other, field.name)]
    assert unset == ["is_visible"]
    assert same(project.load(project.dump(document), "a").document, document)


def _is_same(one: object, other: object, name: str) -> bool:
    return getattr(one, name) == getattr(other, name)


def test_the_picture_s_own_bytes_are_kept_though_its_file_changes(tmp_path: Path) -> None:
    document = plum_document(tmp_path)
    original = (tmp_path / "plum.png").read_bytes()
    (tmp_path / "plum.png").write_bytes(b"something else")
    project.save(document, tmp_path / "a.segdesk")
    assert parts_of((tmp_path / "a.segdesk").read_bytes())["source/plum.png"] == original
    assert project.load(tmp_path / "a.segdesk").document.picture.original == original


def test_a_picture_that_never_was_a_file_is_kept_without_loss() -> None:
    scene = plum()
    alpha = scene.truth.copy()
    opened = project.load(project.dump(Document(Picture(scene.pixels.copy(), alpha, name="Pasted"))), "a")
    np.testing.assert_array_equal(opened.document.picture.alpha, alpha)
    inside = alpha > 0
    np.testing.assert_array_equal(opened.document.picture.pixels[inside], scene.pixels[inside])
    assert opened.document.picture.name == "Pasted"


def test_any_program_can_tell_what_it_is_and_look_inside(tmp_path: Path) -> None:
    content = project.dump(plum_document(tmp_path))
    assert content[30:38] == b"mimetype"
    assert content[38:].startswith(container.MIMETYPE.encode())
    parts = parts_of(content)
    manifest = json.loads(parts["manifest.json"])
    assert manifest["format"] == 1
    sums = {name: entry["sha256"] for name, entry in manifest["parts"].items()}
    rest = set(parts) - {"mimetype", "manifest.json"}
    assert sums == {name: hashlib.sha256(parts[name]).hexdigest() for name in rest}
    np.testing.assert_array_equal(files.decode_map(parts["masks/3.png"]), plum().truth)


@pytest.mark.parametrize("name", ["../../evil.png", "a\x00b/c", "C:\\x", "", "\udc80.jpg", "长" * 200, "...", "con"])
def test_a_picture_of_any_name_can_be_kept(name: str) -> None:
    document = Document(replace(PICTURE, name=name))
    opened = project.load(project.dump(document), "a")
    assert opened.document.picture.name == name
    assert project.dump(opened.document) == project.dump(document)


def test_a_project_is_told_by_its_beginning_too(tmp_path: Path) -> None:
    project.save(Document(PICTURE), tmp_path / "no suffix")
    (tmp_path / "other.zip").write_bytes(zipped({"a": b"b"}))
    assert project.is_project(tmp_path / "no suffix")
    assert project.is_project(tmp_path / "missing.SEGDESK")
    assert not project.is_project(tmp_path / "other.zip")
    assert not project.is_project(tmp_path / "missing")


def test_a_small_picture_of_it_can_be_had_without_the_rest(tmp_path: Path) -> None:
    project.save(plum_document(tmp_path), tmp_path / "a.segdesk")
    seen = project.peek(tmp_path / "a.segdesk")
    assert seen is not None
    small = files.decode_bytes(seen, "a").picture.pixels
    assert max(small.shape) == 256
    assert small[5, 5].mean() > plum().pixels[5, 5].mean() + 50
    assert project.peek(tmp_path / "plum.png") is None


def test_a_newer_format_is_refused_with_both_numbers(tmp_path: Path) -> None:
    parts = parts_of(project.dump(plum_document(tmp_path)))
    parts["manifest.json"] = parts["manifest.json"].replace(b'"format":1', b'"format":7')
    with pytest.raises(ProjectError) as caught:
        project.load(zipped(parts), "later.segdesk")
    assert caught.value.reason is Reason.PROJECT_NEWER
    assert "“later.segdesk”" in str(caught.value)
    assert "7" in str(caught.value)


def test_an_older_format_is_brought_up_to_date(tmp_path: Path) -> None:
    document = plum_document(tmp_path)
    parts = parts_of(project.dump(document))
    parts["manifest.json"] = json.dumps({"format": 0, "parts": {}}).encode()
    parts["old.json"] = parts.pop("document.json")

    def from_zero(old: dict[str, bytes]) -> dict[str, bytes]:
        return {**old, "document.json": old["old.json"]}

    assert same(project.load(zipped(parts), "a", migrations={**project.MIGRATIONS, 0: from_zero}).document, document)
    with pytest.raises(ProjectError):
        project.load(zipped(parts), "a")


@pytest.mark.parametrize(
    ("part", "lost"),
    [
        ("masks/3.png", {Loss.MASK: 1}),
        ("subjects/3.json", {Loss.SUBJECT: 1}),
        ("document.json", {Loss.ORDER: 1}),
        ("manifest.json", {}),
        ("thumbnail.png", {}),
        ("source/plum.png", None),
    ],
)
def test_one_damaged_part_costs_no_other(part: str, lost: dict[Loss, int] | None, tmp_path: Path) -> None:
    document = plum_document(tmp_path)
    content = spoilt(project.dump(document), part)
    if lost is None:
        with pytest.raises(ProjectError) as caught:
            project.load(content, "a.segdesk")
        assert caught.value.reason is Reason.PROJECT_PICTURE_LOST
        return
    opened = project.load(content, "a.segdesk")
    assert losses(opened) == lost
    np.testing.assert_array_equal(opened.document.picture.pixels, document.picture.pixels)
    kept = {subject.key: subject for subject in opened.document.subjects}
    for subject in document.subjects:
        if Loss.SUBJECT not in lost or subject.key != 3:
            expected = replace(subject, mask=None) if Loss.MASK in lost else subject
            assert kept[subject.key] == expected


def test_snapshots_make_a_newer_format_and_lose_nothing_but_themselves(tmp_path: Path) -> None:
    document = plum_document(tmp_path)
    taken = [Snapshot.of(document, "full"), Snapshot.of(Document(document.picture), "bare")]
    taken.append(replace(taken[0], name="again"))
    content = project.dump(document, snapshots=taken)
    parts = parts_of(content)
    assert json.loads(parts["manifest.json"])["format"] == 2
    # Two that are alike share their mask.
    assert sum(name.startswith("snapshots/") for name in parts) == 4
    assert project.load(content, "a").snapshots == tuple(taken)
    opened = project.load(spoilt(content, "snapshots/0.json"), "a")
    assert losses(opened) == {Loss.SNAPSHOT: 1}
    assert opened.snapshots == tuple(taken[1:])
    assert same(opened.document, document)
    parts["manifest.json"] = b"{}"
    for odd in (b"[]", b'{"name": "a", "active": 9, "subjects": []}', b'{"name": 1, "active": 3}'):
        assert losses(project.load(zipped({**parts, "snapshots/1.json": odd}), "a")) == {Loss.SNAPSHOT: 1}


def test_what_another_program_changed_is_not_believed(tmp_path: Path) -> None:
    parts = parts_of(project.dump(plum_document(tmp_path)))
    parts["masks/3.png"] = encoders.encode_mask(np.zeros_like(plum().truth))
    assert losses(project.load(zipped(parts), "a")) == {Loss.MASK: 1}


def test_of_a_file_cut_short_all_that_is_whole_comes_back(tmp_path: Path) -> None:
    document = plum_document(tmp_path)
    content = project.dump(document)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        start = opened.getinfo("masks/3.png").header_offset
    opened = project.load(content[: start + 50], "a.segdesk")
    assert losses(opened) == {Loss.MASK: 1}
    assert opened.document.subjects[0] == replace(document.subjects[0], mask=None)
    assert project.load(content[:-30], "a.segdesk").document.subjects == document.subjects


@settings(max_examples=150)
@given(st.data())
def test_any_damage_ends_in_a_document_or_a_refusal(data: st.DataObject) -> None:
    document, _ = apply(Document(PICTURE), data.draw(edits(Document(PICTURE))))
    content = bytearray(project.dump(document))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(0, len(content)))] if data.draw(st.booleans()) else content
    try:
        opened = project.load(bytes(content), "a")
    except ProjectError:
        return
    project.dump(opened.document)


JSON_PARTS = ["manifest.json", "document.json", "subjects/0.json"]
trees = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 300) | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["key", "mask", "prompts", "colour", "edges", "mode", "halo", "part"]), inner)
    ),
    max_leaves=8,
)


@given(st.sampled_from(JSON_PARTS), trees)
def test_any_json_in_the_place_of_a_part_is_read_or_refused(part: str, tree: object) -> None:
    parts = parts_of(project.dump(Document(PICTURE)))
    sound = json.loads(parts[part])
    parts["manifest.json"] = b"{}"
    parts[part] = json.dumps({**sound, **tree} if isinstance(tree, dict) else tree).encode()
    try:
        project.load(zipped(parts), "a")
    except ProjectError:
        return


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a/../../evil", "C:\\evil", "a\\..\\evil"])
def test_a_part_that_leads_out_is_refused(name: str, tmp_path: Path) -> None:
    parts = parts_of(project.dump(Document(PICTURE)))
    entry = zipfile.ZipInfo("x")
    entry.filename = name
    target = io.BytesIO(zipped(parts))
    with zipfile.ZipFile(target, "a") as made:
        made.writestr(entry, b"x")
    with pytest.raises(ProjectError) as caught:
        project.load(target.getvalue(), "a.segdesk")
    assert caught.value.reason is Reason.PROJECT_ODD
    assert not list(tmp_path.iterdir())


def test_a_part_that_is_named_by_no_text_is_looked_for_by_its_place(tmp_path: Path) -> None:
    parts = parts_of(project.dump(plum_document(tmp_path)))
    table = json.loads(parts[project.DOCUMENT])
    table["picture"]["part"] = ["source"]
    parts[project.DOCUMENT] = json.dumps(table).encode()
    del parts[project.MANIFEST]
    assert project.load(zipped(parts)).document.picture.name == "plum.png"


def test_subjects_of_any_number_are_read_or_left_out(tmp_path: Path) -> None:
    document = plum_document(tmp_path)
    parts = parts_of(project.dump(document))
    del parts[project.MANIFEST], parts[project.DOCUMENT]
    parts[f"subjects/{'9' * 5000}.json"] = b"{}"
    assert len(project.load(zipped(parts)).document.subjects) == len(document.subjects)


def test_a_bomb_is_refused_before_it_grows() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", container.MIMETYPE)
        made.writestr("document.json", bytes(100 << 20))
    with pytest.raises(ProjectError) as caught:
        project.load(target.getvalue(), "a.segdesk")
    assert caught.value.reason is Reason.PROJECT_ODD
    headless = target.getvalue()[:-100]
    with pytest.raises(ProjectError):
        project.load(headless, "a.segdesk")


def test_a_mask_larger_than_the_picture_is_not_decoded(tmp_path: Path) -> None:
    parts = parts_of(project.dump(plum_document(tmp_path)))
    parts["manifest.json"] = b"{}"
    parts["masks/3.png"] = encoders.encode_mask(np.zeros((900, 900), np.uint8))
    assert losses(project.load(zipped(parts), "a")) == {Loss.MASK: 1}


@pytest.mark.parametrize("content", [b"", b"PK", b"no project", b"PK\x03\x04" + bytes(60)])
def test_what_is_no_project_is_refused(content: bytes) -> None:
    with pytest.raises(ProjectError):
        project.load(content, "a.segdesk")


def test_a_picture_is_no_project_and_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProjectError):
        project.load(plum().save(tmp_path / "plum.segdesk"))
    with pytest.raises(ProjectError) as caught:
        project.load(tmp_path / "gone.segdesk")
    assert "“gone.segdesk” was not found" in str(caught.value)


def test_a_picture_beyond_the_limit_is_asked_about(tmp_path: Path) -> None:
    content = project.dump(plum_document(tmp_path))
    with pytest.raises(PictureError) as caught:
        project.load(content, "a.segdesk", limit_megapixels=0.01)
    assert caught.value.reason is Reason.PICTURE_TOO_LARGE


@pytest.mark.parametrize("limit", ["MAX_BYTES", "MAX_PARTS"])
def test_what_could_not_be_opened_again_is_not_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    path, document = tmp_path / "a.segdesk", plum_document(tmp_path)
    kept = project.save(document, path)
    sizes = [len(content) + 200 for content in parts_of(kept).values()]
    most = {"MAX_BYTES": sum(sizes), "MAX_PARTS": len(sizes)}[limit]
    monkeypatch.setattr(container, limit, most)
    assert same(project.load(project.dump(document)).document, document)
    monkeypatch.setattr(container, limit, most * 2 // 3)
    with pytest.raises(OutputError, match=r"“a\.segdesk” was not saved"):
        project.save(document, path)
    assert path.read_bytes() == kept


def test_a_failed_save_leaves_the_old_project(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    target.mkdir()
    kept = project.save(Document(PICTURE), target / "a.segdesk")
    with pytest.raises(OutputError):
        project.save(plum_document(tmp_path), target / ("a" * 300 + ".segdesk"))
    assert [path.read_bytes() for path in target.iterdir()] == [kept]
