"""Aliyun's `InteractiveScribbleSegmentation` (aigen, 2024-01-11): what a request for a mask looks like.

Facts from the vendor's page: all parameters are strings; the integrated picture holds the current mask, the positive
and the negative strokes in its red, green and blue channel and has the picture's resolution, 32 to 4096 px a side.
The vendor withdrew the public service on 2025-10-14; the protocol lives on in servers that speak it.
"""

from typing import Final

from segdesk.core.geometry import Size
from segdesk.wire import JsonValue

URL: Final = "https://aigen.cn-shanghai.aliyuncs.com/"
ACTION: Final = "InteractiveScribbleSegmentation"
VERSION: Final = "2024-01-11"
MAX_SIDE: Final = 4096
MIN_SIDE: Final = 32


def segment_form(*, image_url: str, integrated_url: str) -> dict[str, str]:
    """The form fields that ask for the soft mask of an uploaded picture, its prompts in one integrated picture."""
    return {
        "EdgeFeathering": "true",
        "ImageUrl": image_url,
        "IntegratedMaskUrl": integrated_url,
        "PostprocessOption": "maskrefine",
        "ReturnForm": "only_alpha",
        "ReturnFormat": "PNG",
    }


def segment_preview(size: Size) -> dict[str, JsonValue]:
    """The whole request as a person would read it: no key, no picture, the size that would be sent."""
    fitted = size.fitted(MAX_SIDE)
    form = segment_form(image_url="<address of the picture>", integrated_url="<address of integrated.png>")
    return {
        "method": "POST",
        "url": URL,
        "headers": {
            "Content-Type": "application/x-www-form-urlencoded",
            "x-acs-action": ACTION,
            "x-acs-version": VERSION,
        },
        "form": dict(form),
        "picture": {"width": fitted.width, "height": fitted.height},
    }
