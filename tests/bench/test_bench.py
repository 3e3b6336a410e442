"""What the benches reckon with: the robot's points, far pixels, pairs out of archives, and their sums."""

import tarfile
from io import BytesIO
from itertools import islice
from math import hypot, pi, sqrt
from pathlib import Path

import cv2
import numpy as np
import pytest

from segdesk.core.document import Bytes2D
from segdesk.core.geometry import Point, Size
from segdesk.core.prompts import Polarity, Prompts
from segdesk.imaging.scribbles import enforce, scribble_maps
from tests.bench import locality, pairs, rows
from tests.bench.contestants import Answer
from tests.bench.cues import CHANNELS, Cues
from tests.bench.games import shaken
from tests.bench.robot import GOOD, MOST_CLICKS, RADII, Robot, Story, next_click, score, strayed, turns
from tests.bench.samples import UNSCORED, Sample
from tests.bench.tables import table
from tests.said import rasterised
from tests.scenes import click, plum

SIZE = Size(160, 120)


def disc(radius: int, *, at: tuple[int, int] = (60, 50)) -> Bytes2D:
    """255 inside a disc, 0 outside."""
    truth = np.zeros((SIZE.height, SIZE.width), np.uint8)
    cv2.circle(truth, at, radius, 255, -1)
    return truth


def untouched(truth: Bytes2D) -> np.ndarray:
    return np.zeros(truth.shape, np.bool_)


class Oracle:
    """Knows the truth but for some rows at the top, of which it only knows what strokes say."""

    takes_auto = False

    def __init__(self, sample: Sample, blind: int = 100) -> None:
        self._sample, self._blind = sample, blind

    def ask(self, prompts: Prompts, prior: Answer | None) -> Answer:
        known = self._sample.truth.copy()
        known[: self._blind] = 0
        return Answer(enforce(known, *scribble_maps(prompts, self._sample.size)))


@pytest.fixture
def sample() -> Sample:
    scene = plum()
    return Sample("plum", scene.pixels, np.where(scene.truth >= 128, 255, 0).astype(np.uint8), {})


def test_the_steady_robot_clicks_the_middle_of_the_largest_error() -> None:
    truth = disc(30)
    stroke = next_click(np.zeros_like(truth), truth, clicked=untouched(truth))
    assert stroke is not None
    assert stroke.polarity is Polarity.KEEP
    assert hypot(stroke.points[0].x - 60.5, stroke.points[0].y - 50.5) < 1.5


def test_a_wrongly_kept_part_is_removed() -> None:
    truth = disc(20)
    stroke = next_click(truth | disc(20, at=(120, 80)), truth, clicked=untouched(truth))
    assert stroke is not None
    assert stroke.polarity is Polarity.REMOVE
    assert hypot(stroke.points[0].x - 120.5, stroke.points[0].y - 80.5) < 1.5


def test_nobody_clicks_where_nothing_is_wrong() -> None:
    truth = disc(30)
    assert next_click(truth, truth, clicked=untouched(truth)) is None


def test_no_point_is_clicked_twice() -> None:
    truth = disc(30)
    clicked = untouched(truth)
    strokes = [next_click(np.zeros_like(truth), truth, clicked=clicked) for _ in range(5)]
    assert len({stroke.points for stroke in strokes if stroke}) == 5


def test_pixels_that_are_not_scored_are_no_error() -> None:
    truth = np.full((40, 40), UNSCORED, np.uint8)
    assert next_click(np.full_like(truth, 255), truth, clicked=untouched(truth)) is None
    assert score(np.full_like(truth, 255), truth) == 1


def test_a_shaky_hand_stays_near_the_middle_and_fills_the_disc_around_it() -> None:
    hand = np.random.default_rng(0)
    points = [strayed(Point(10, 20), 4, hand) for _ in range(2000)]
    away = [hypot(point.x - 10, point.y - 20) for point in points]
    assert max(away) <= 4
    assert np.mean([far < 4 / sqrt(2) for far in away]) == pytest.approx(0.5, abs=0.05)


def test_a_shaky_click_lies_within_two_fifths_of_the_errors_inner_radius() -> None:
    truth = disc(30)
    for seed in range(50):
        stroke = next_click(np.zeros_like(truth), truth, clicked=untouched(truth), hand=Robot(seed).hand("one picture"))
        assert stroke is not None
        assert hypot(stroke.points[0].x - 60.5, stroke.points[0].y - 50.5) <= 0.4 * 31 + 1.5
        assert RADII[0] <= stroke.radius <= RADII[1]


def test_the_same_seed_shakes_the_same_way_and_differently_over_each_picture(sample: Sample) -> None:
    def clicks(seed: int, name: str) -> list[Point]:
        other = Sample(name, sample.pixels, sample.truth, {})
        return [turn.stroke.points[0] for turn in islice(turns(Oracle(other), other, Robot(seed)), 3)]

    assert clicks(1, "one") == clicks(1, "one")
    assert clicks(1, "one") != clicks(2, "one")
    assert clicks(1, "one") != clicks(1, "two")


def test_a_game_ends_when_the_mask_is_good(sample: Sample) -> None:
    ious = [turn.iou for turn in turns(Oracle(sample), sample)]
    assert len(ious) > 1
    assert [iou >= GOOD for iou in ious[:-1]] == [False] * (len(ious) - 1)
    assert ious[-1] >= GOOD or len(ious) == MOST_CLICKS


def test_a_game_goes_on_to_the_least_clicks_or_until_nothing_is_wrong(sample: Sample) -> None:
    assert len(list(turns(Oracle(sample, 75), sample))) == 1
    assert len(list(turns(Oracle(sample, 75), sample, Robot(least=8)))) == 8
    assert len(list(turns(Oracle(sample, 0), sample, Robot(least=8)))) == 1


def test_far_is_farther_than_the_diameter_of_the_subjects_area() -> None:
    truth = disc(10)
    drawn = rasterised((click(Point(60.5, 50.5), radius=0.5),), SIZE)
    diameter = 2 * sqrt(np.count_nonzero(truth) / pi)
    far = locality.far_from(drawn, truth)
    rows_, columns = np.indices(truth.shape)
    expected = np.hypot(rows_ - 50, columns - 60) > diameter
    assert np.array_equal(far, expected)


def test_flips_are_counted_by_side_and_not_by_value() -> None:
    before, after = np.array([[0, 127, 128, 255]], np.uint8), np.array([[127, 128, 255, 0]], np.uint8)
    assert locality.flips(before, after).tolist() == [[False, True, False, True]]


@pytest.mark.parametrize(("polarity", "x", "correct"), [("keep", 60, True), ("remove", 60, False), ("keep", 91, False)])
def test_a_correct_stroke_lies_on_the_side_it_speaks_of(polarity: str, x: float, correct: bool) -> None:
    drawn = rasterised((click(Point(x, 50.5)),), SIZE)
    assert locality.is_correct(drawn, Polarity(polarity), disc(30)) is correct


def test_a_pixel_on_the_wrong_side_of_a_stroke_is_against_the_law(sample: Sample) -> None:
    prompts = Prompts((click(Point(20, 20), Polarity.REMOVE), click(Point(150, 130), Polarity.KEEP)))
    keep, remove = scribble_maps(prompts, sample.size)
    wrong = remove.copy()
    assert locality.unlawful(keep, prompts, sample) == 0
    assert locality.unlawful(wrong, prompts, sample) == np.count_nonzero(keep) + np.count_nonzero(remove)


def test_shares_of_harm_and_far_changes_are_percent_of_strokes() -> None:
    steps = (
        locality.Footprint(0.02, True, 1000, 2),
        locality.Footprint(0.02, False, 1000, 1),
        locality.Footprint(0.01, True, 0, 0),
        locality.Footprint(-0.1, True, 0, 0),
    )
    watched = locality.Watch(steps, 3, 1)
    assert locality.summary([watched]) == [4, 50, 3, pytest.approx(100 / 3), 2, 25, 50, 50, 3, 1]


def test_a_shaky_hand_is_compared_in_percent() -> None:
    calm, wild = Story((0.5, 0.95), (0, 0)), Story((0.5, 0.86, 0.95), (0, 0, 0))
    assert shaken([calm], [wild, calm]) == [2, 2, 2, 2.5, 0, 25]


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "tar"])
def test_pairs_are_read_from_folders_and_tars_alike(tmp_path: Path, sample: Sample, packed: bool) -> None:
    source = _saved(tmp_path, sample, packed=packed)
    [pair] = pairs.pairs(source)
    read = pair.load()
    assert read.name == "thing_01"
    assert np.array_equal(read.truth, sample.truth)
    assert np.abs(read.pixels.astype(int) - sample.pixels).mean() < 6


def test_objects_of_one_picture_are_held_out_together() -> None:
    assert pairs.picture_of("dog00_000000281693") == pairs.picture_of("cat01_000000281693") == "000000281693"
    assert pairs.picture_of("0002") == "0002"
    assert pairs.picture_of("ends_in_") == "ends_in_"
    share = np.mean([pairs.is_held_out(str(number)) for number in range(20_000)])
    assert share == pytest.approx(1 / pairs.HELD_OUT_OF, rel=0.15)


def test_the_prototype_is_left_out_where_its_network_is_not(tmp_path: Path) -> None:
    assert [entry.name for entry in rows.entries("v1, prototype,local", tmp_path)] == ["v1", "local"]
    with pytest.raises(ValueError, match="no such row: v2"):
        rows.entries("v1,v2", None)


@pytest.mark.parametrize("name", [rows.CLASSICAL, rows.LOCAL, rows.RIVAL])
def test_every_row_finds_the_plum(name: str, sample: Sample) -> None:
    contestant = rows.Entry(name).open(sample.pixels)
    prompts = Prompts((click(Point(144, 132)), click(Point(20, 20), Polarity.REMOVE)))
    answer = contestant.ask(prompts, None)
    assert score(answer.coverage, sample.truth) > 0.8
    assert score(contestant.ask(prompts, answer).coverage, sample.truth) > 0.8


def test_cues_of_the_prototype_say_which_side_is_nearer(sample: Sample) -> None:
    square = np.asarray(cv2.resize(sample.pixels, (256, 256)), np.uint8)
    maps = [rasterised((click(at),), Size(256, 256)) > 0 for at in (Point(115, 140), Point(20, 20))]
    shown = Cues(square).of(*maps, box=None, prior=None)
    assert shown.shape == (CHANNELS, 256, 256)
    assert shown[9, 150, 120] > 0 > shown[9, 30, 200]
    assert shown[13, 150, 120] > 0 > shown[13, 30, 60]
    assert not shown[14:].any()


def test_tables_show_counts_without_decimals_and_dashes_for_nothing() -> None:
    assert table("T", ("a", "b", "c"), [("row", (2, 0.5, None))], 2).splitlines()[-1].split() == [
        "row",
        "2",
        "0.50",
        "-",
    ]


def _saved(folder: Path, sample: Sample, *, packed: bool) -> Path:
    """One pair on disk, and a picture without a mask beside it."""
    kept = {
        "images/thing_01.jpg": cv2.imencode(".jpg", sample.pixels[..., ::-1])[1].tobytes(),
        "masks/thing_01.png": cv2.imencode(".png", sample.truth)[1].tobytes(),
        "images/alone.jpg": b"",
    }
    if not packed:
        for name, content in kept.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
        return folder
    with tarfile.open(folder / "pairs.tar", "w") as tar:
        for name, content in kept.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, BytesIO(content))
    return folder / "pairs.tar"
