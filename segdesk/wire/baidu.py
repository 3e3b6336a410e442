"""Baidu's `image-process/v1/segment`: what a request for a mask looks like.

Facts from the vendor's page: position holds corner pairs in pixels, `refine_mask` is a string, the long side is at most
3000 px and the short side at least 128 px. The service knows auto and boxes; strokes have no place in it.
"""

from typing import Final

from segdesk.core.geometry import Box, Size
from segdesk.core.prompts import Prompts
from segdesk.wire import JsonValue

URL: Final = "https://aip.baidubce.com/rest/2.0/image-process/v1/segment"
MAX_SIDE: Final = 3000
MIN_SIDE: Final = 128


def segment_body(prompts: Prompts, size: Size, image: str) -> dict[str, JsonValue]:
    """The JSON body that asks for the mask of a picture of `size`; `image` is its base64 text at the fitted size."""
    body: dict[str, JsonValue] = {"image": image, "return_form": "mask", "refine_mask": "true", "method": "auto"}
    boxes = [box for prompt in prompts.boxes if not (box := prompt.box.clipped(size)).is_empty]
    if boxes:
        fitted = size.fitted(MAX_SIDE)
        body |= {"method": "control", "position": [_corners(box, size, fitted) for box in boxes]}
    return body


def segment_preview(prompts: Prompts, size: Size) -> dict[str, JsonValue]:
    """The whole request as a person would read it: no key, no picture, the size that would be sent."""
    fitted = size.fitted(MAX_SIDE)
    return {
        "method": "POST",
        "url": f"{URL}?access_token=<access token>",
        "headers": {"Content-Type": "application/json"},
        "body": segment_body(prompts, size, "<base64 of the picture>"),
        "picture": {"width": fitted.width, "height": fitted.height},
        "left_out": {"strokes": len(prompts.strokes) + len(prompts.maps)},
    }


def _corners(box: Box, size: Size, fitted: Size) -> list[JsonValue]:
    across, down = fitted.width / size.width, fitted.height / size.height
    return [
        [int(box.left * across), int(box.top * down)],
        [min(round(box.right * across), fitted.width), min(round(box.bottom * down), fitted.height)],
    ]
