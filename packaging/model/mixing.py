"""Two exported networks of one descent made one, by their weights."""

from pathlib import Path

import onnx
from onnx import numpy_helper

from .export import HALF
from .unfolding import weights_of
from .widening import mixed


def mix(exported: Path, other: Path, share: float, path: Path) -> None:
    """Write the exported network with a share, 0..1, of another's weights, which is as wide or narrower.

    Raises ValueError if that one has another shape.
    """
    model = onnx.load(exported)
    weights = mixed(weights_of(model), weights_of(onnx.load(other)), share)
    for constant in model.graph.initializer:
        weight = weights[constant.name.removesuffix(HALF)].numpy().astype(numpy_helper.to_array(constant).dtype)
        constant.CopyFrom(numpy_helper.from_array(weight, constant.name))
    onnx.save(model, path)
