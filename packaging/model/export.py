"""From trained weights to the ONNX file that the program reads."""

import copy
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import onnx
import torch
from onnx import helper, numpy_helper
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from segdesk.imaging.cues import CHANNELS
from segdesk.imaging.cues import VERSION as CUES

from .network import Network

VERSION = "1"
HALF = "_half"
"""What ends the names of constants that are kept as half floats."""


@dataclass(frozen=True)
class Particulars:
    """What the program checks before it trusts a model file. size: in bytes; cues: the version it was trained on."""

    version: str
    sha256: str
    size: int
    cues: int
    parameters: int


def write_particulars(path: Path) -> Particulars:
    """Write them beside an ONNX file, as JSON of the same name."""
    file = path.read_bytes()
    parameters = sum(numpy_helper.to_array(constant).size for constant in onnx.load(path).graph.initializer)
    particulars = Particulars(VERSION, hashlib.sha256(file).hexdigest(), len(file), CUES, parameters)
    path.with_suffix(".json").write_text(json.dumps(asdict(particulars), indent=1) + "\n", encoding="utf-8")
    return particulars


def load_network(weights: Path) -> Network:
    """The trained network, ready to answer."""
    saved = torch.load(weights, map_location="cpu", weights_only=True)
    network = Network(tuple(saved["widths"]))
    network.load_state_dict(saved["state"])
    return network.eval()


def export(network: Network, side: int, path: Path) -> None:
    """Write the network for views of one side, its weights as half floats: half the size at no loss that shows."""
    folded = _folded(copy.deepcopy(network).cpu().eval())
    view = torch.zeros(1, CHANNELS, side, side)
    torch.onnx.export(
        folded, (view,), str(path), opset_version=17, dynamo=False, input_names=["view"], output_names=["logits"]
    )
    model = onnx.load(path)
    _halve(model)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def _folded(module: nn.Module) -> nn.Module:
    """The same with every batch norm folded into the convolution before it."""
    for part in module.modules():
        if isinstance(part, nn.Sequential) and len(part) > 1:
            convolution, norm = part[0], part[1]
            if isinstance(convolution, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
                part[0], part[1] = fuse_conv_bn_eval(convolution, norm), nn.Identity()
    return module


def _halve(model: onnx.ModelProto) -> None:
    """Keep large constants as float16, cast back where the graph begins."""
    graph = model.graph
    casts: list[onnx.NodeProto] = []
    for constant in list(graph.initializer):
        if constant.data_type == onnx.TensorProto.FLOAT and numpy_helper.to_array(constant).size > 64:
            values = numpy_helper.to_array(constant).astype("float16")
            name = f"{constant.name}{HALF}"
            graph.initializer.append(numpy_helper.from_array(values, name))
            casts.append(helper.make_node("Cast", [name], [constant.name], to=onnx.TensorProto.FLOAT))
            graph.initializer.remove(constant)
    for place, node in enumerate(casts):
        graph.node.insert(place, node)
