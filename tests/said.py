"""Prompts as tests need them: as the text of a prompt file, and as the pixels they cover."""

import json
from collections.abc import Iterable

from segdesk.core.document import Bytes2D
from segdesk.core.geometry import Size
from segdesk.core.promptfile import FORMAT, prompts_table
from segdesk.core.prompts import Mark, Prompts
from segdesk.imaging.scribbles import scribble_maps


def prompt_text(prompts: Prompts) -> str:
    """What somebody would write into a prompt file."""
    return json.dumps({"format": FORMAT, **prompts_table(prompts)}, indent=1)


def rasterised(strokes: Iterable[Mark], size: Size, scale: float = 1.0) -> Bytes2D:
    """All strokes and regions, whatever their polarity: uint8 HxW, 255 on them, else 0."""
    kept, removed = scribble_maps(Prompts(strokes=tuple(strokes)), size, scale)
    return kept | removed
