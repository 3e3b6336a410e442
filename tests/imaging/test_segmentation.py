import itertools

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from segdesk.core.geometry import Box, Point, Size
from segdesk.core.prompts import BoxPrompt, Polarity, Prompts, ScribbleMap, Stroke
from segdesk.core.resources import resource
from segdesk.imaging.features import WORKING_SIDE
from segdesk.imaging.looks import Onlooker
from segdesk.imaging.network import Network, load_network
from segdesk.imaging.scribbles import scribble_maps
from segdesk.imaging.segmentation import detailed, extract_features, main_subject, segment
from tests.scenes import LEFT_DISC, RIGHT_DISC, click, disc, iou, plum, two_discs

NETWORK = load_network(resource("models", "local.onnx"))
SCENE = plum()
FEATURES = extract_features(SCENE.pixels)
KEEP = click(SCENE.inside)
REMOVE = click(SCENE.outside, Polarity.REMOVE)
BOX = BoxPrompt(SCENE.box)


def hard(probability: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.where(probability >= 0.5, 255, 0).astype(np.uint8)


def around(centre: Point) -> BoxPrompt:
    return BoxPrompt(Box(centre.x - 46, centre.y - 46, centre.x + 46, centre.y + 46))


def every_mixture() -> list[Prompts]:
    kinds = ((), (KEEP,)), ((), (REMOVE,)), ((), (BOX,)), (False, True)
    return [Prompts((*keep, *remove), boxes, auto=auto) for keep, remove, boxes, auto in itertools.product(*kinds)]


@pytest.mark.parametrize("prior", [None, SCENE.truth], ids=["fresh", "prior"])
@pytest.mark.parametrize("prompts", every_mixture())
def test_any_mixture_of_prompts_is_answered(prompts: Prompts, prior: NDArray[np.uint8] | None) -> None:
    probability = segment(FEATURES, prompts, prior)
    assert probability.shape == SCENE.truth.shape
    assert probability.dtype == np.float32
    assert 0 <= probability.min() <= probability.max() <= 1
    assert iou(hard(probability), SCENE.truth) > 0.9


def test_a_single_keep_stroke_finds_its_object_and_no_more() -> None:
    features = extract_features(two_discs())
    for centre in (LEFT_DISC, RIGHT_DISC):
        assert iou(hard(segment(features, Prompts((click(centre),)))), disc(centre)) > 0.9


def test_several_boxes_mean_several_subjects() -> None:
    features = extract_features(two_discs())
    both = hard(segment(features, Prompts(boxes=(around(LEFT_DISC), around(RIGHT_DISC)))))
    assert iou(both, disc(LEFT_DISC) | disc(RIGHT_DISC)) > 0.9


def test_a_box_that_came_after_the_prior_is_answered_too() -> None:
    features = extract_features(two_discs())
    boxed = Prompts(boxes=(around(LEFT_DISC), around(RIGHT_DISC)))
    assert iou(hard(segment(features, boxed, disc(LEFT_DISC))), disc(LEFT_DISC) | disc(RIGHT_DISC)) > 0.9


def test_nothing_lies_outside_a_box_unless_a_keep_stroke_says_so() -> None:
    features = extract_features(two_discs())
    boxed = Prompts(boxes=(around(LEFT_DISC),))
    assert not hard(segment(features, boxed))[:, 150:].any()
    widened = hard(segment(features, boxed.with_prompt(click(RIGHT_DISC))))
    assert iou(widened, disc(LEFT_DISC) | disc(RIGHT_DISC)) > 0.9


def test_a_second_keep_stroke_adds_to_the_prior() -> None:
    features = extract_features(two_discs())
    first = Prompts((click(LEFT_DISC),))
    both = segment(features, first.with_prompt(click(RIGHT_DISC)), segment(features, first))
    assert iou(hard(both), disc(LEFT_DISC) | disc(RIGHT_DISC)) > 0.9


@pytest.mark.parametrize("polarity", Polarity)
def test_a_stroke_that_agrees_with_the_prior_changes_nothing_to_speak_of(polarity: Polarity) -> None:
    drawn = np.zeros_like(SCENE.truth)
    drawn[60:200, 100:260] = 255
    said = click(Point(180, 130)) if polarity is Polarity.KEEP else click(Point(20, 20), Polarity.REMOVE)
    assert iou(hard(segment(FEATURES, Prompts((said,)), drawn)), drawn) > 0.97


def test_a_shallow_correction_stays_near_its_stroke() -> None:
    features = extract_features(two_discs())
    prior = disc(LEFT_DISC) | disc(RIGHT_DISC)
    prior[100:106, 120:130] = 255
    mended = hard(segment(features, Prompts((click(Point(125, 103), Polarity.REMOVE, radius=2),)), prior))
    assert iou(mended, disc(LEFT_DISC) | disc(RIGHT_DISC)) > 0.95


@pytest.mark.parametrize("network", [None, NETWORK], ids=["colours", "network"])
def test_a_shallow_correction_leaves_far_outlines_as_they_were(network: Network | None) -> None:
    pixels = two_discs()
    features = extract_features(pixels)
    onlooker = None if network is None else Onlooker(features.pixels, network, pixels)
    prior = disc(LEFT_DISC) | np.roll(disc(RIGHT_DISC), 3, axis=0)
    prior[100:106, 120:126] = 255
    mended = hard(segment(features, Prompts((click(Point(122, 103), Polarity.REMOVE, radius=3),)), prior, onlooker))
    assert not mended[100:106, 121:126].any()
    assert np.array_equal(mended[:, 150:], cv2.medianBlur(prior, 3)[:, 150:])


def test_a_remove_stroke_takes_one_object_out_of_the_prior() -> None:
    features = extract_features(two_discs())
    prior = disc(LEFT_DISC) | disc(RIGHT_DISC)
    left = segment(features, Prompts((click(RIGHT_DISC, Polarity.REMOVE),)), prior)
    assert iou(hard(left), disc(LEFT_DISC)) > 0.9


def test_strokes_are_law_even_against_each_other() -> None:
    inner = Stroke(Polarity.REMOVE, 3, (SCENE.inside, Point(SCENE.inside.x + 20, SCENE.inside.y)))
    outer = Stroke(Polarity.KEEP, 4, (Point(10, 10), Point(90, 20)))
    prompts = Prompts((Stroke(Polarity.KEEP, 9, (SCENE.inside,)), inner, outer))
    probability = segment(FEATURES, prompts)
    keep, remove = scribble_maps(prompts, SCENE.size)
    assert (probability[keep > 0] == 1).all()
    assert (probability[remove > 0] == 0).all()
    assert remove[int(SCENE.inside.y), int(SCENE.inside.x)]


def test_the_newest_of_contradicting_strokes_wins() -> None:
    at = (int(SCENE.inside.y), int(SCENE.inside.x))
    removed = click(SCENE.inside, Polarity.REMOVE)
    assert segment(FEATURES, Prompts((KEEP, removed)))[at] == 0
    assert segment(FEATURES, Prompts((removed, KEEP)))[at] == 1


def test_maps_count_like_strokes() -> None:
    keep, remove = scribble_maps(Prompts((KEEP, REMOVE)), SCENE.size)
    maps = Prompts(maps=(ScribbleMap(Polarity.KEEP, keep), ScribbleMap(Polarity.REMOVE, remove)))
    assert np.array_equal(segment(FEATURES, maps), segment(FEATURES, Prompts((KEEP, REMOVE))))


def test_a_prior_may_be_a_mask_or_a_probability() -> None:
    probability = SCENE.truth.astype(np.float32) / np.float32(255)
    prompts = Prompts((KEEP,))
    assert np.array_equal(segment(FEATURES, prompts, SCENE.truth), segment(FEATURES, prompts, probability))


def test_an_empty_prior_is_no_prior() -> None:
    prompts = Prompts((KEEP,))
    assert np.array_equal(segment(FEATURES, prompts, np.zeros_like(SCENE.truth)), segment(FEATURES, prompts))


def test_the_same_question_gets_the_same_answer() -> None:
    for prompts in (Prompts(auto=True), Prompts((KEEP, REMOVE)), Prompts(boxes=(BOX,))):
        assert np.array_equal(segment(FEATURES, prompts), segment(extract_features(SCENE.pixels), prompts))


@pytest.mark.parametrize("pixels", [SCENE.pixels, two_discs()], ids=["plum", "discs"])
@pytest.mark.parametrize("network", [None, NETWORK], ids=["colours", "network"])
def test_the_first_candidate_is_what_is_found_without_choosing(
    pixels: NDArray[np.uint8], network: Network | None
) -> None:
    features = extract_features(pixels)
    onlooker = None if network is None else Onlooker(features.pixels, network, pixels)
    choice = main_subject(features, onlooker)
    assert np.array_equal(choice.found, segment(features, Prompts(auto=True), onlooker=onlooker))
    first = detailed(features, choice.proposals[0])
    assert iou(hard(first), hard(choice.found)) > (0.9 if network else 0.9999)


def test_of_two_things_each_is_a_candidate() -> None:
    features = extract_features(two_discs())
    both, *single = [hard(detailed(features, candidate)) for candidate in main_subject(features).proposals]
    assert iou(both, disc(LEFT_DISC) | disc(RIGHT_DISC)) > 0.9
    for centre in (LEFT_DISC, RIGHT_DISC):
        assert max(iou(found, disc(centre)) for found in single) > 0.9


def test_the_network_is_sure_of_a_clear_subject_and_doubts_where_there_is_none() -> None:
    fade = np.linspace(0, 255, 320).astype(np.uint8)
    evening = np.broadcast_to(fade[None, :, None], (240, 320, 3)).copy()
    for pixels, is_unsure in ((SCENE.pixels, False), (evening, True)):
        features = extract_features(pixels)
        assert main_subject(features, Onlooker(features.pixels, NETWORK, pixels)).is_unsure is is_unsure


def test_a_hair_thin_stroke_on_a_large_picture_is_not_lost() -> None:
    large = plum(Size(3200, 2400))
    features = extract_features(large.pixels)
    thin = Stroke(Polarity.REMOVE, 0.5, (Point(large.inside.x - 300, large.inside.y), large.inside))
    probability = segment(features, Prompts((thin,)), segment(features, Prompts(boxes=(BoxPrompt(large.box),))))
    row, column = int(large.inside.y * features.scale), int(large.inside.x * features.scale)
    assert probability[row - 1 : row + 2, column - 2].min() == 0


def test_the_working_copy_is_small_and_knows_its_scale() -> None:
    features = extract_features(np.zeros((1000, 2000, 3), np.uint8))
    assert features.pixels.shape == (WORKING_SIDE // 2, WORKING_SIDE, 3)
    assert features.scale == WORKING_SIDE / 2000


@pytest.mark.parametrize("shape", [(1, 1), (1, 2), (2, 1), (2, 2), (3, 5), (1, 2000), (900, 2), (64, 64)])
def test_tiny_narrow_and_flat_pictures_are_answered(shape: tuple[int, int]) -> None:
    flat = np.full((*shape, 3), 77, np.uint8)
    assert main_subject(extract_features(flat)).proposals
    grainy = np.random.default_rng(3).integers(0, 256, (*shape, 3), np.uint8)
    here, far = Point(0.5, 0.5), Point(-900, 4000)
    opened = extract_features(flat), extract_features(grainy)
    for features, prompts in itertools.product(opened, odd_prompts(here, far)):
        height, width = features.pixels.shape[:2]
        for prior in (None, np.full((height, width), 255, np.uint8), np.eye(height, width, dtype=np.float32)):
            probability = segment(features, prompts, prior)
            assert probability.shape == (height, width)
            assert np.isfinite(probability).all()


def odd_prompts(here: Point, far: Point) -> list[Prompts]:
    keep, remove = Polarity.KEEP, Polarity.REMOVE
    strokes = [(), (click(here, keep),), (click(here, remove),), (click(far, keep),), (click(far, remove),)]
    boxes = [(), (BoxPrompt(Box(0, 0, 0, 0)),), (BoxPrompt(Box(-9, -9, 9000, 9000)),), (BoxPrompt(Box(5, 5, 1, 1)),)]
    return [Prompts(stroke, box) for stroke, box in itertools.product(strokes, boxes)]
