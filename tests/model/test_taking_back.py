"""What the robot designer of the training takes back of what was kept, seen scene by scene."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from tests.model.packaged import from_packaging

SIDE = 96


class Parts:
    """What makes scenes and speaks of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.scenes, self.robot, self.dents, self.pictures = (
            from_packaging(name, monkeypatch) for name in ("scenes", "robot", "dents", "pictures")
        )

    def disc(self):  # noqa: ANN201 - a Scene, whose module is only found at run time
        """A plain disc before a plain ground."""
        truth = np.zeros((SIDE, SIDE), np.uint8)
        cv2.circle(truth, (SIDE // 2, SIDE // 2), 30, 255, -1)
        pixels = np.full((SIDE, SIDE, 3), 40, np.uint8)
        pixels[truth > 0] = (180, 90, 60)
        return self.scenes.Scene(pixels, truth, np.zeros_like(truth), True)


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> Parts:
    return Parts(monkeypatch)


def test_a_dab_in_a_plain_thing_takes_out_what_lies_under_it(parts: Parts) -> None:
    whole = parts.disc()
    for seed in range(20):
        rng = np.random.default_rng(seed)
        scene = parts.dents.dented(whole, rng)
        gone = (whole.truth > 127) & (scene.truth <= 127)
        assert 0 < gone.sum() < 0.25 * (whole.truth > 127).sum()
        assert np.array_equal(gone, scene.dent > 0)
        assert not scene.unknown[gone].any()
        # Whether the rim of the dab goes as well is nobody's business; everything else stays.
        rim = cv2.dilate(scene.dent, np.ones((9, 9), np.uint8)) > 0
        assert not scene.unknown[~rim].any()
        hints = parts.robot.opening_hints(scene, rng)
        assert np.array_equal(hints.remove > 0, gone)
        assert not hints.keep[gone].any()


def test_nothing_is_taken_out_of_what_has_many_colours(parts: Parts) -> None:
    scene = parts.disc()
    scene = replace(scene, pixels=np.random.default_rng(1).integers(0, 256, scene.pixels.shape).astype(np.uint8))
    assert all(parts.dents.dented(scene, np.random.default_rng(seed)) is scene for seed in range(20))


def test_one_of_two_things_that_were_kept_is_taken_back(parts: Parts) -> None:
    """Whoever sees two things kept and a stroke in one of them learns that this whole one goes and the other stays."""
    studio = parts.scenes.Studio(parts.pictures.Gallery((), ()), np.random.default_rng(2))
    found = 0
    for seed in range(150):
        scene, rng = studio.scene(SIDE), np.random.default_rng(seed)
        if scene.before is None:
            continue
        found += 1
        kept, before = scene.truth > 127, scene.before > 127
        assert (before >= kept).all()
        hints = parts.robot.opening_hints(scene, rng)
        assert (hints.remove[~before | kept] == 0).all()
        assert (hints.keep[~kept] == 0).all()
    assert found > 5


def test_poor_masks_take_in_no_frame_around_the_view(parts: Parts) -> None:
    """What lies beyond the view is no outline that a mask could be wrong about."""
    scene, rims = parts.disc(), 0
    for seed in range(60):
        prior = parts.robot.opening_hints(scene, np.random.default_rng(seed), "prior").prior
        rims += (prior[[0, -1]].mean() > 0.9) + (prior[:, [0, -1]].mean() > 0.9)
    assert rims == 0
