"""The network: a small U-shaped one that looks at the whole view at once and answers at half its size.

Everything in it folds into plain convolutions and matrix products, so that OpenCV runs it as it is.
"""

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from segdesk.imaging.cues import CHANNELS, KEEP, PRIOR, REMOVE

from .enlarging import enlarged

WIDTHS = (64, 112, 176, 208)
"""Channels at a quarter, an eighth, a sixteenth and a 32nd of the view's side. Multiples of 16: OpenCV takes as long
for what fills a block of sixteen half as for a full one, or longer."""
_PROTOTYPES = 40
"""Length of the descriptors by which places are compared with what the prompts mark."""
HEADS = 4


def convolution(into: int, out: int, side: int = 3, *, stride: int = 1, bends: bool = True) -> nn.Sequential:
    """Convolution, normalisation and, if it bends, rectification."""
    padding = side // 2 if side % 2 else 0
    parts: list[nn.Module] = [nn.Conv2d(into, out, side, stride, padding, bias=False), nn.BatchNorm2d(out)]
    return nn.Sequential(*parts, nn.ReLU(inplace=True)) if bends else nn.Sequential(*parts)


class Residual(nn.Module):
    """Two convolutions that correct what passes them by."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = convolution(width, width)
        self.second = convolution(width, width, bends=False)
        nn.init.zeros_(self.second[1].weight)  # pyright: ignore[reportArgumentType]

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.second(self.first(x)))


class Attention(nn.Module):
    """Every place asks every other; batch norms in place of layer norms, because those fold away."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.asked = convolution(width, 3 * width, 1, bends=False)
        self.answered = convolution(width, width, 1, bends=False)
        self.thought = nn.Sequential(convolution(width, 2 * width, 1), convolution(2 * width, width, 1, bends=False))
        for last in (self.answered[1], self.thought[1][1]):  # pyright: ignore[reportIndexIssue]
            nn.init.constant_(last.weight, 0.2)  # pyright: ignore[reportArgumentType]

    def forward(self, x: Tensor) -> Tensor:
        count, width, high, wide = x.shape
        deep = width // HEADS
        query, key, value = self.asked(x).reshape(count, 3, HEADS, deep, high * wide).unbind(1)
        attention = torch.softmax(torch.matmul(query.transpose(-1, -2), key) * deep**-0.5, -1)
        mixed = torch.matmul(value, attention.transpose(-1, -2)).reshape(count, width, high, wide)
        x = x + self.answered(mixed)
        return x + self.thought(x)


class Likeness(nn.Module):
    """How like each place is to what the keep strokes, the remove strokes and the prior mark: three cosines."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.described = nn.Conv2d(width, _PROTOTYPES, 1, bias=False)
        self.told = convolution(3, width, 1, bends=False)

    def forward(self, x: Tensor, marks: Tensor) -> Tensor:
        described = self.described(x)
        described = described / torch.sqrt((described * described).sum(1, keepdim=True) + 1e-3)
        cosines: list[Tensor] = []
        for mark in marks.split(1, 1):
            meant = (described * mark).sum((2, 3), keepdim=True) / (mark.sum((2, 3), keepdim=True) + 1e-3)
            cosines.append((described * meant).sum(1, keepdim=True))
        return functional.relu(x + self.told(torch.cat(cosines, 1)))


class Network(nn.Module):
    """Channels of a view, float32 BxCxSxS with S a multiple of 32, to logits, BxWx1 at S/2."""

    def __init__(self, widths: tuple[int, int, int, int] = WIDTHS) -> None:
        super().__init__()
        near, middle, far, farthest = widths
        self.stem = convolution(4 * CHANNELS, near, stride=2)
        self.near = Residual(near)
        self.to_middle = convolution(near, middle, stride=2)
        self.likeness = Likeness(middle)
        self.middle = nn.Sequential(Residual(middle), Residual(middle))
        self.to_far = convolution(middle, far, stride=2)
        self.far = nn.Sequential(Residual(far), Attention(far), Attention(far))
        self.to_farthest = convolution(far, farthest, 2, stride=2)
        self.farthest = nn.Sequential(Attention(farthest), Attention(farthest))
        self.back_far = convolution(farthest, far, 1, bends=False)
        self.back_middle = convolution(far, middle, 1, bends=False)
        self.across_middle = convolution(middle, middle, 1, bends=False)
        self.joined_middle = Residual(middle)
        self.back_near = convolution(middle, near, 1, bends=False)
        self.across_near = convolution(near, near, 1, bends=False)
        self.joined_near = Residual(near)
        self.answer = nn.Conv2d(near, 4, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        marks = torch.cat((x[:, KEEP : REMOVE + 1], functional.relu(x[:, PRIOR : PRIOR + 1])), 1)
        near = self.near(self._begun(x))
        middle = self.middle(self.likeness(self.to_middle(near), functional.avg_pool2d(marks, 8)))
        far = self.far(self.to_far(middle))
        far = functional.relu(far + enlarged(self.back_far(self.farthest(self.to_farthest(far)))))
        middle = self.across_middle(middle) + enlarged(self.back_middle(far))
        middle = self.joined_middle(functional.relu(middle))
        near = self.across_near(near) + enlarged(self.back_near(middle))
        return functional.pixel_shuffle(self.answer(self.joined_near(functional.relu(near))), 2)

    def _begun(self, x: Tensor) -> Tensor:
        """The stem's answer. While it learns without the pixels being sorted first, which took a tenth of a step."""
        convolution, norm, bent = self.stem
        if not self.training:
            return self.stem(functional.pixel_unshuffle(x, 2))
        filters = cast(Tensor, convolution.weight)
        sorted_filters = filters.reshape(len(filters), CHANNELS, 2, 2, 3, 3).permute(0, 1, 4, 2, 5, 3)
        wide_filters = sorted_filters.reshape(len(filters), CHANNELS, 6, 6)
        return bent(norm(functional.conv2d(x, wide_filters, stride=4, padding=2)))
