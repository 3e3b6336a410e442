"""The contour of coverage lies where the shape's true edge is, to parts of a pixel, near and far."""

import cv2
import numpy as np
import pytest

from segdesk.imaging.contour import traced


@pytest.mark.parametrize("degrees", [0, 10, 22.5, 33, 45, 60, 90])
def test_the_distance_to_a_straight_edge_is_true_to_a_quarter_of_a_pixel(degrees: float) -> None:
    turn = np.deg2rad(degrees)
    fine_rows, fine_columns = (np.mgrid[: 160 * 8, : 160 * 8] + 0.5) / 8
    inside = (fine_columns - 80.2) * np.cos(turn) + (fine_rows - 79.9) * np.sin(turn) > 0
    shape = cv2.resize(inside.astype(np.float32), (160, 160), interpolation=cv2.INTER_AREA)
    rows, columns = np.mgrid[:160, :160] + 0.5
    true = (columns - 80.2) * np.cos(turn) + (rows - 79.9) * np.sin(turn)
    found = traced(np.rint(255 * np.asarray(shape)).astype(np.uint8))
    middle = np.s_[40:-40, 40:-40]
    assert np.abs(found.distance - true)[middle].max() < 0.25
    assert np.abs(found.across - np.cos(turn))[middle].max() < 0.1
    assert np.abs(found.down - np.sin(turn))[middle].max() < 0.1
    offset = (found.column + 0.5 - 80.2) * np.cos(turn) + (found.row + 0.5 - 79.9) * np.sin(turn)
    assert np.abs(offset)[middle].max() < 0.6


def test_beyond_a_corner_the_distance_is_to_the_corner() -> None:
    coverage = np.zeros((80, 80), np.uint8)
    coverage[40:, 40:] = 255
    found = traced(coverage)
    assert abs(-found.distance[19, 19] - np.hypot(20.5, 20.5)) < 4
    assert -found.distance[19, 19] > 22
    assert abs(-found.distance[19, 60] - 20.5) < 0.2
