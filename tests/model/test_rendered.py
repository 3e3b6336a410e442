"""Rendered objects and backdrops: exact soft alpha, colours beyond the edge, variety, one picture per seed."""

from types import ModuleType

import cv2
import numpy as np
import pytest

from tests.model.packaged import from_packaging

SIDE = 96


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return from_packaging("rendered", monkeypatch)


def test_objects_have_the_promised_shapes_and_fill_the_square(rendered: ModuleType) -> None:
    for seed in range(60):
        picture, alpha = rendered.render(np.random.default_rng(seed), SIDE)
        assert picture.shape == (SIDE, SIDE, 3)
        assert alpha.shape == (SIDE, SIDE)
        assert picture.dtype == alpha.dtype == np.uint8
        rows, columns = np.flatnonzero(alpha.max(1)), np.flatnonzero(alpha.max(0))
        assert max(np.ptp(rows), np.ptp(columns)) > 0.6 * SIDE
        assert not alpha[[0, -1]].any()
        assert not alpha[:, [0, -1]].any()


def test_edges_are_soft_and_everything_else_is_in_or_out(rendered: ModuleType) -> None:
    soft = 0
    for seed in range(30):
        _, alpha = rendered.render(np.random.default_rng(seed), SIDE)
        between = (alpha > 0) & (alpha < 255)
        soft += np.count_nonzero(between)
        full = cv2.dilate((alpha == 255).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        empty = cv2.dilate((alpha == 0).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        assert not (between & ~full & ~empty).any()
    assert soft > 30 * SIDE / 2


def test_colours_go_on_beyond_the_edge(rendered: ModuleType) -> None:
    for seed in range(20):
        picture, alpha = rendered.render(np.random.default_rng(seed), SIDE)
        colours = {tuple(c) for c in picture[alpha > 0].tolist()}
        assert {tuple(c) for c in picture[alpha == 0].tolist()} <= colours


def test_the_same_seed_gives_the_same_object_and_another_seed_another(rendered: ModuleType) -> None:
    first, again, other = (rendered.render(np.random.default_rng(seed), SIDE) for seed in (7, 7, 8))
    assert np.array_equal(first[0], again[0])
    assert np.array_equal(first[1], again[1])
    assert not np.array_equal(first[1], other[1])


def test_every_kind_draws_something(rendered: ModuleType) -> None:
    for name, kind in rendered.KINDS.items():
        for seed in range(12):
            parts = kind(np.random.default_rng(seed))
            assert parts, name
            assert all(np.isfinite(part.outline).all() for part in parts), name


def test_some_objects_have_holes_and_some_thin_parts(rendered: ModuleType) -> None:
    holed = thin = 0
    for seed in range(60):
        _, alpha = rendered.render(np.random.default_rng(seed), SIDE)
        inside = (alpha >= 128).astype(np.uint8)
        _, tree = cv2.findContours(inside, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
        holed += bool((tree[0, :, 3] >= 0).any())
        opened = cv2.morphologyEx(inside, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
        thin += np.count_nonzero(opened) < 0.9 * np.count_nonzero(inside)
    assert holed > 8
    assert thin > 8


def test_surfaces_take_pieces_of_real_pictures(rendered: ModuleType) -> None:
    asked = 0

    def texture() -> np.ndarray:
        nonlocal asked
        asked += 1
        return np.full((50, 70, 3), (250, 10, 200), np.uint8)

    for seed in range(30):
        rendered.render(np.random.default_rng(seed), SIDE, texture)
    assert asked > 3


def test_backdrops_are_full_pictures_and_differ(rendered: ModuleType) -> None:
    means: list[float] = []
    for seed in range(60):
        picture = rendered.backdrop(np.random.default_rng(seed), SIDE)
        assert picture.shape == (SIDE, SIDE, 3)
        assert picture.dtype == np.uint8
        means.append(float(picture.mean()))
    assert np.ptp(means) > 60
