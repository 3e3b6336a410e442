"""What happens inside an engine worker, without a server around it."""

import subprocess
import sys

import numpy as np
import pytest

from segdesk.core.document import Bytes2D
from segdesk.core.geometry import Box, Size
from segdesk.core.work import CancelToken
from segdesk.imaging import encoders
from segdesk.serve.answering import Answerer
from segdesk.serve.question import Form, Ground, Maps, Question, Refusal, Reply, Sides
from tests.imaging.hair import hair
from tests.scenes import Scene, iou, plum
from tests.serve.pictures import KEEP_PNG, PNG, REMOVE_PNG, SCENE, automatic_mask, decoded, plain

SIDES = Sides(32, 4096)
MAPS = Maps(keep=KEEP_PNG, remove=REMOVE_PNG)


def answered(answerer: Answerer, question: Question) -> np.ndarray:
    answer = answerer.answer(question, CancelToken())
    assert isinstance(answer, Reply), answer
    return decoded(answer.content)


def refused(question: Question) -> tuple[Ground, str]:
    answer = Answerer().answer(question, CancelToken())
    assert isinstance(answer, Refusal)
    return answer.ground, answer.part


def test_an_answer_does_not_depend_on_what_was_asked_before() -> None:
    answerer = Answerer()
    auto = Question(PNG, SIDES, auto=True, form=Form.MASK)
    strokes = Question(PNG, SIDES, maps=MAPS, form=Form.MASK)
    other = Question(plain(Size(80, 60)), SIDES, auto=True, form=Form.MASK)
    fresh = [answered(Answerer(), question) for question in (auto, strokes, other)]
    for question, expected in zip((auto, strokes, auto, other, strokes), (0, 1, 0, 2, 1), strict=True):
        assert np.array_equal(answered(answerer, question), fresh[expected])
    assert np.array_equal(fresh[0], automatic_mask())


def test_the_same_picture_is_judged_by_each_vendors_limits() -> None:
    answerer = Answerer()
    answered(answerer, Question(PNG, SIDES, auto=True))
    answer = answerer.answer(Question(PNG, Sides(32, 300), auto=True), CancelToken())
    assert isinstance(answer, Refusal)
    assert answer.ground is Ground.SIDES


def test_a_raised_token_ends_it() -> None:
    token = CancelToken()
    token.cancel()
    answer = Answerer().answer(Question(PNG, SIDES, auto=True), token)
    assert answer == Refusal(Ground.CANCELLED)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (Question(b"", SIDES, auto=True), (Ground.FORMAT, "picture")),
        (Question(PNG[:60], SIDES, auto=True), (Ground.DAMAGED, "picture")),
        (Question(PNG, SIDES), (Ground.NOTHING_SAID, "picture")),
        (Question(PNG, SIDES, boxes=(Box(400, 0, 500, 20),)), (Ground.BOX_OUTSIDE, "picture")),
        (Question(PNG, SIDES, maps=Maps(keep=b"x")), (Ground.FORMAT, "keep")),
        (Question(PNG, SIDES, maps=Maps(prior=PNG[:60])), (Ground.DAMAGED, "prior")),
        (Question(PNG, SIDES, maps=Maps(remove=plain(Size(320, 241)))), (Ground.MAP_SIZE, "remove")),
    ],
)
def test_what_cannot_be_answered_is_refused(question: Question, expected: tuple[Ground, str]) -> None:
    assert refused(question) == expected


def test_a_map_of_too_many_pixels_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = plain(Size(4000, 4000))
    monkeypatch.setattr("PIL.Image.Image.load", _undecoded)
    for maps in (Maps(keep=bomb), Maps(integrated=bomb)):
        answerer = Answerer()
        question = Question(plain(Size(40, 40), ".jpg"), SIDES, maps=maps)
        answer = answerer.answer(question, CancelToken())
        assert isinstance(answer, Refusal)
        assert answer.ground is Ground.MAP_SIZE


def _undecoded(*_: object) -> None:
    raise AssertionError("it was decoded")


def test_steadying_keeps_the_subject_and_drops_specks() -> None:
    speckled = SCENE.truth.copy()
    speckled[::9, ::11] ^= 255
    assert iou(steadied(speckled), SCENE.truth) > 0.98
    assert iou(steadied(SCENE.truth), SCENE.truth) > 0.98


def test_steadying_leaves_a_plain_mask_alone() -> None:
    flat = np.full_like(SCENE.truth, 255)
    assert np.array_equal(steadied(flat), flat)


def test_two_subjects_both_stay() -> None:
    small = plum(Size(160, 120))
    both = Scene(SCENE.pixels, SCENE.truth.copy(), SCENE.inside, SCENE.outside, SCENE.box)
    both.truth[:120, 200:] |= small.truth[:, :120]
    assert iou(steadied(both.truth), both.truth) > 0.97


def steadied(mask: Bytes2D) -> Bytes2D:
    maps = Maps(prior=encoders.encode_mask(mask))
    return answered(Answerer(), Question(PNG, SIDES, maps=maps, form=Form.MASK, is_steady=True))


def test_a_cutout_of_hair_has_the_hair_and_its_own_colours() -> None:
    scene = hair()
    picture, maps = encoders.encode_rgb(scene.pixels, None), Maps(prior=encoders.encode_mask(scene.head))
    hairy, steady = (
        answered(Answerer(), Question(picture, SIDES, maps=maps, is_steady=is_steady)) for is_steady in (False, True)
    )
    error, bald = (np.abs(cut[..., 3].astype(int) - scene.alpha).sum() for cut in (hairy, steady))
    assert error < 0.6 * bald
    soft = (hairy[..., 3] > 60) & (hairy[..., 3] < 200)
    greens = (pixels[soft].astype(int) @ (-1, 2, -1) for pixels in (hairy[..., :3], scene.pixels))
    assert np.mean(next(greens)) < np.mean(next(greens)) - 20


def test_the_server_never_loads_what_passes_pictures_on() -> None:
    code = """
import sys
from segdesk.core.geometry import Size
from segdesk.core.work import CancelToken
import segdesk.serve.start
from segdesk.serve.answering import Answerer
from segdesk.serve.question import Question, Reply, Sides
from tests.serve.pictures import PNG
assert isinstance(Answerer().answer(Question(PNG, Sides(32, 4096), auto=True), CancelToken()), Reply)
print(*sorted({"httpx", "segdesk.engines.baidu", "segdesk.engines.aliyun", "PySide6"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("", "")
