"""Maps at twice their size, and the way back for what is learned.

PyTorch's compiler takes bilinear enlargement apart into loads and stores place by place; on a processor the way back
was then a quarter of a whole step. As operations of our own they stay what PyTorch itself has.
"""

from typing import cast

import torch
from torch import Tensor
from torch.nn import functional


def enlarged(x: Tensor) -> Tensor:
    """A map, BxCxHxW, at twice its height and width."""
    if torch.compiler.is_compiling():
        return cast(Tensor, _twice(x))
    return functional.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


@torch.library.custom_op("segdesk::twice", mutates_args=())
def _twice(x: Tensor) -> Tensor:
    size = [2 * x.shape[2], 2 * x.shape[3]]
    return _laid(torch.ops.aten.upsample_bilinear2d(_laid(x), size, False))


@torch.library.custom_op("segdesk::taught_twice", mutates_args=())
def _taught_twice(x: Tensor) -> Tensor:
    count, width, high, wide = x.shape
    sizes = [high, wide], [count, width, high // 2, wide // 2]
    return _laid(torch.ops.aten.upsample_bilinear2d_backward(_laid(x), *sizes, False))


@_twice.register_fake
def _(x: Tensor) -> Tensor:
    count, width, high, wide = x.shape
    return _laid(x.new_empty(count, width, 2 * high, 2 * wide))


@_taught_twice.register_fake
def _(x: Tensor) -> Tensor:
    count, width, high, wide = x.shape
    return _laid(x.new_empty(count, width, high // 2, wide // 2))


def _laid(x: Tensor) -> Tensor:
    """In memory as the compiler is told, whatever the machine prefers: a place's channels side by side."""
    return x.contiguous(memory_format=torch.channels_last)


def _back(_: object, x: Tensor) -> Tensor:
    return cast(Tensor, _taught_twice(x))


_twice.register_autograd(_back)
