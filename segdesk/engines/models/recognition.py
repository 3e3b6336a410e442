"""What a model file is for, told by what goes in and what comes out; the file's name says nothing.

The signatures are those of the exports that segment-anything, MobileSAM, EdgeSAM, SAM 2, U2-Net, IS-Net and BiRefNet
are passed around as.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from math import prod
from pathlib import Path
from typing import Final

from segdesk.core.errors import ModelMissing, Reason
from segdesk.engines.models.onnxfile import Signature, Tensor, read_signature

POINTS: Final = "point_coords"
LABELS: Final = "point_labels"
MASK: Final = "mask_input"
HAS_MASK: Final = "has_mask_input"
SIZE: Final = "orig_im_size"
_PROMPTS: Final = frozenset({POINTS, LABELS, MASK, HAS_MASK, SIZE})
_FEATURES: Final = ("embed", "feat")
"""How exports call what an encoder gives."""
_SECOND: Final = "high_res_feat"
"""What SAM 2 has and the first SAM has not."""
_CHANNELS: Final = 3
_SHOWN: Final = 8
"""Inputs or outputs that a sentence names at most."""


class Role(Enum):
    """What a file is for."""

    ENCODER = "encoder"
    DECODER = "decoder"
    SALIENCY = "saliency"


@dataclass(frozen=True)
class Part:
    """A model file and its signature."""

    path: Path
    signature: Signature


@dataclass(frozen=True)
class SamModel:
    """A model that is prompted: the encoder sees the picture once, the decoder answers each prompt.

    features: decoder input -> the encoder output that belongs there.
    """

    encoder: Part
    decoder: Part
    features: tuple[tuple[str, str], ...]

    @property
    def takes_prior(self) -> bool:
        return self.decoder.signature.input(MASK) is not None

    @property
    def is_second(self) -> bool:
        """Whether it is a SAM 2, which sees pictures stretched to a square rather than padded to one."""
        return any(name.startswith(_SECOND) for name, _ in self.features)


@dataclass(frozen=True)
class SaliencyModel:
    """A model that finds the main subject and takes no prompts; `output` is the map that says where."""

    part: Part
    output: Tensor


Model = SamModel | SaliencyModel


def recognise(paths: Sequence[Path]) -> Model:
    """The model in one file, or in a pair of files in whichever order. Raises ModelMissing, which says what was seen.

    Reads no weights and needs no runtime.
    """
    if not paths:
        raise ModelMissing(Reason.MODEL_NOT_CHOSEN)
    parts = [_part(path) for path in paths]
    roles = [_role(part) for part in parts]
    match parts, roles:
        case [part], [Role.SALIENCY]:
            return SaliencyModel(part, _map_of(part.signature))
        case [part], [Role.ENCODER]:
            raise ModelMissing(Reason.ENCODER_ALONE, name=part.path.name)
        case [part], _:
            raise ModelMissing(Reason.DECODER_ALONE, name=part.path.name)
        case [encoder, decoder], [Role.ENCODER, Role.DECODER]:
            return _paired(encoder, decoder)
        case [decoder, encoder], [Role.DECODER, Role.ENCODER]:
            return _paired(encoder, decoder)
        case [one, other, *_], [role, another, *_]:
            raise _unmatched(one, other, f"{role.value} + {another.value}")
        case _:
            raise ModelMissing(Reason.MODEL_NOT_CHOSEN)


def is_channels_last(image: Tensor) -> bool:
    """Whether a picture goes in as HxWx3 rather than 1x3xHxW."""
    return len(image.sides) == _CHANNELS


def _part(path: Path) -> Part:
    try:
        return Part(path, read_signature(path))
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise ModelMissing(Reason.MODEL_GONE, name=path.name, detail=detail) from error
    except ValueError as error:
        detail = "a name that is no text" if isinstance(error, UnicodeDecodeError) else str(error)
        raise ModelMissing(Reason.MODEL_NOT_ONNX, name=path.name, detail=detail) from error


def _role(part: Part) -> Role:
    """Raises ModelMissing for a file that is none of them."""
    inputs, outputs = part.signature.inputs, part.signature.outputs
    pictures = [one for one in inputs if _is_picture(one)]
    names = {one.name for one in inputs}
    if {POINTS, LABELS} <= names and not pictures and names - _PROMPTS and outputs:
        return Role.DECODER
    if len(inputs) == 1 and pictures and outputs:
        if all(_is_features(one) for one in outputs):
            return Role.ENCODER
        if _maps(part.signature):
            return Role.SALIENCY
    raise ModelMissing(Reason.MODEL_UNKNOWN, name=part.path.name, inputs=_listed(inputs), outputs=_listed(outputs))


def _is_picture(tensor: Tensor) -> bool:
    match tensor.sides:
        case (_, 3, _, _) | (_, _, 3):
            return True
        case _:
            return False


def _is_features(tensor: Tensor) -> bool:
    """Whether it is many numbers for each place, more than a colour has; by its name where its sides are open."""
    named = any(word in tensor.name.lower() for word in _FEATURES)
    channels = tensor.sides[1] if len(tensor.sides) == 4 else None
    return channels > _CHANNELS if channels is not None else named


def _maps(signature: Signature) -> list[Tensor]:
    """The outputs that hold one number for each place; those without channels only where they are as large as it."""
    whole = signature.inputs[0].sides[2:] if len(signature.inputs[0].sides) == 4 else signature.inputs[0].sides[:2]
    found: list[Tensor] = []
    for one in signature.outputs:
        match one.sides:
            case (_, 1 | None, _, _) | ():
                found.append(one)
            case (_, _) | (_, _, _) if _agree(one.sides[-2:], whole):
                found.append(one)
            case _:
                pass
    return found


def _map_of(signature: Signature) -> Tensor:
    """The finest of the maps; U2-Net and IS-Net give coarser ones after it, BiRefNet before it."""
    return max(_maps(signature), key=lambda one: prod(side or 0 for side in one.sides[-2:]))


def _paired(encoder: Part, decoder: Part) -> SamModel:
    """Each of the decoder's inputs with the output of the same name, else with the one of the same shape."""
    left = list(encoder.signature.outputs)
    features: list[tuple[str, str]] = []
    wanted = [one for one in decoder.signature.inputs if one.name not in _PROMPTS]
    named = {one.name for one in left}
    for tensor in sorted(wanted, key=lambda one: one.name not in named):
        fitting = [one for one in left if one.name == tensor.name] or left
        fitting = [one for one in fitting if _fits(one, tensor)]
        if not fitting:
            raise _unmatched(encoder, decoder, f"{tensor.name} {_shape(tensor)}")
        left.remove(fitting[0])
        features.append((tensor.name, fitting[0].name))
    return SamModel(encoder, decoder, tuple(features))


def _fits(given: Tensor, taken: Tensor) -> bool:
    """Whether one may be the other; a file may also leave all sides open."""
    return not (given.sides and taken.sides) or _agree(given.sides, taken.sides)


def _agree(ones: Sequence[int | None], others: Sequence[int | None]) -> bool:
    if len(ones) != len(others):
        return False
    return all(None in pair or pair[0] == pair[1] for pair in zip(ones, others, strict=True))


def _unmatched(one: Part, other: Part, detail: str) -> ModelMissing:
    return ModelMissing(Reason.MODELS_UNMATCHED, name=one.path.name, other=other.path.name, detail=detail)


def _listed(tensors: Sequence[Tensor]) -> str:
    """Names and shapes, as in "image 1×3×1024×1024"."""
    shown = [f"{one.name} {_shape(one)}".strip() for one in tensors[:_SHOWN]]
    return ", ".join(shown + ["…"] * (len(tensors) > _SHOWN)) or "–"


def _shape(tensor: Tensor) -> str:
    return "×".join("?" if side is None else str(side) for side in tensor.sides)
