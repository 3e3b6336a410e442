"""Baidu's `image-process/v1/segment`: requests and answers, both directions. Who asks is proved in `baidu_auth`.

Facts from the vendor's page: position holds corner pairs in pixels, `refine_mask` is a string, the long side is at most
3000 px and the short side at least 128 px. The service knows auto and boxes; strokes have no place in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice
from typing import Final, TypeVar

from segdesk.core.geometry import Box, Point, Size
from segdesk.core.prompts import Prompts
from segdesk.wire import JsonValue, Pairs, WireAnswer, WireRequest, first_of
from segdesk.wire.addresses import BAIDU
from segdesk.wire.baidu_auth import Token
from segdesk.wire.baidu_errors import SERVICE, BaiduFault, failure_in
from segdesk.wire.failures import failure_of_status, malformed
from segdesk.wire.text import (
    Unreadable,
    base64_text,
    flag_text,
    is_web_address,
    json_body,
    percent,
    read_base64,
    read_flag,
    read_form,
    read_json,
    read_object,
)

SEGMENT_PATH: Final = "/rest/2.0/image-process/v1/segment"
URL: Final = f"{BAIDU}{SEGMENT_PATH}"
MAX_SIDE: Final = 3000
MIN_SIDE: Final = 128
MAX_BASE64: Final = 10_000_000
MAX_URL: Final = 1024
MAX_BOXES: Final = 1000
MAX_COORDINATE: Final = 1_000_000
_MAX_NESTING: Final = 4


class Method(Enum):
    """How the subject is found: by the service alone, or in boxes."""

    AUTO = "auto"
    CONTROL = "control"


class ReturnForm(Enum):
    """What comes back: the cut-out picture, or a mask of the picture's size."""

    RGBA = "rgba"
    MASK = "mask"


@dataclass(frozen=True)
class SegmentCall:
    """One call. The file's bytes win over the address. Boxes, in pixels of that picture, count with CONTROL only."""

    image: bytes | None = field(default=None, repr=False)
    url: str | None = field(default=None, repr=False)
    method: Method = Method.AUTO
    position: tuple[Box, ...] = ()
    return_form: ReturnForm = ReturnForm.RGBA
    refine_mask: bool = True


def segment_request(token: Token, base: str, call: SegmentCall) -> WireRequest:
    """The call. `base` is scheme and host; the token makes the address itself a secret."""
    body: dict[str, JsonValue] = {
        "method": call.method.value,
        "refine_mask": flag_text(call.refine_mask),
        "return_form": call.return_form.value,
    }
    if call.image is not None:
        body["image"] = base64_text(call.image)
    elif call.url is not None:
        body["url"] = call.url
    if call.method is Method.CONTROL:
        body["position"] = [_corner_pair(box) for box in call.position]
    address = f"{base.rstrip('/')}{SEGMENT_PATH}?access_token={percent(token.access_token)}"
    headers = (("content-type", "application/json"), ("accept", "application/json"))
    return WireRequest("POST", address, headers, json_body(body))


def parse_segment(answer: WireAnswer) -> bytes:
    """The file in the answer: a PNG, RGBA or mask as asked. Raises EngineError; `error_code` counts, not the status."""
    try:
        fields = read_object(answer.body)
    except Unreadable as error:
        raise failure_of_status(SERVICE, answer, str(error)) from error
    if failure := failure_in(fields):
        raise failure
    image = fields.get("image")
    if not isinstance(image, str) or not image:
        raise failure_of_status(SERVICE, answer, "no image")
    try:
        return read_base64(image)
    except Unreadable as error:
        raise malformed(SERVICE, str(error)) from error


def segment_body(prompts: Prompts, size: Size, image: str) -> dict[str, JsonValue]:
    """The JSON body that asks for the cutout of a picture of `size`; `image` is its base64 text at the fitted size."""
    body: dict[str, JsonValue] = {"image": image, "return_form": "rgba", "refine_mask": "true", "method": "auto"}
    boxes = fitted_boxes(prompts, size)
    if boxes:
        body |= {"method": "control", "position": [_corner_pair(box) for box in boxes]}
    return body


def fitted_boxes(prompts: Prompts, size: Size) -> tuple[Box, ...]:
    """The boxes inside a picture of `size`, in whole pixels of the picture fitted to the service's limit."""
    fitted = size.fitted(MAX_SIDE)
    boxes = (prompt.box.clipped(size) for prompt in prompts.boxes)
    return tuple(_scaled(box, size, fitted) for box in boxes if not box.is_empty)


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


def read_segment(headers: Pairs, query: str, body: bytes) -> SegmentCall:
    """The call in a request, as JSON or as a form; what it leaves out gets the vendor's default. Raises BaiduFault.

    Clients spell freely: switches as strings or JSON booleans, boxes nested as documented, as flat lists, or as text.
    """
    fields = _fields(headers, body)
    image = _image(fields.get("image"))
    url = None if image is not None else _url(fields.get("url"))
    if image is None and url is None:
        raise BaiduFault(216101, "not enough param: image or url")
    method = _choice(fields, "method", Method.AUTO)
    position = _boxes(fields.get("position")) if method is Method.CONTROL else ()
    return SegmentCall(
        image=image,
        url=url,
        method=method,
        position=position,
        return_form=_choice(fields, "return_form", ReturnForm.RGBA),
        refine_mask=_flag(fields, "refine_mask"),
    )


def segment_answer(image: bytes, log_id: int) -> bytes:
    """The JSON that carries a file back."""
    return json_body({"log_id": log_id, "image": base64_text(image)})


def _scaled(box: Box, size: Size, fitted: Size) -> Box:
    across, down = fitted.width / size.width, fitted.height / size.height
    left, top = int(box.left * across), int(box.top * down)
    right, bottom = min(round(box.right * across), fitted.width), min(round(box.bottom * down), fitted.height)
    # A sliver would round to an empty box, which the service refuses.
    return Box(left, top, max(right, left + 1), max(bottom, top + 1))


def _corner_pair(box: Box) -> list[JsonValue]:
    return [[_short(box.left), _short(box.top)], [_short(box.right), _short(box.bottom)]]


def _short(number: float) -> int | float:
    return int(number) if float(number).is_integer() else number


def _fields(headers: Pairs, body: bytes) -> Mapping[str, JsonValue]:
    """JSON wherever it is declared or looks so: `curl --data` sends it under the name of a form."""
    is_json = "json" in (first_of(headers, "content-type") or "").lower() or body.lstrip()[:1] == b"{"
    try:
        return read_object(body) if is_json else _form_fields(body)
    except Unreadable as error:
        raise BaiduFault(216100, f"invalid param: {error}") from error


def _form_fields(body: bytes) -> Mapping[str, JsonValue]:
    """A form; a list that the vendor's client flattened is put together again."""
    pairs = read_form(body)
    fields: dict[str, JsonValue] = dict(pairs)
    pieces: list[JsonValue] = [read_json(value) for name, value in pairs if name == "position" and value.strip()]
    if pieces:
        fields["position"] = pieces
    if isinstance(image := fields.get("image"), str):
        # base64 that was not percent-encoded has lost its plus signs to spaces.
        fields["image"] = image.replace(" ", "+")
    return fields


def _image(value: JsonValue) -> bytes | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise BaiduFault(216100, "invalid param: image")
    if not value.strip():
        raise BaiduFault(216200, "empty image")
    if len(value) > MAX_BASE64 + len("data:image/jpeg;base64,"):
        raise BaiduFault(216202, "image size error")
    try:
        content = read_base64(value)
    except Unreadable as error:
        raise BaiduFault(216203, "image base64 error") from error
    if not content:
        raise BaiduFault(216200, "empty image")
    return content


def _url(value: JsonValue) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not 0 < len(value) <= MAX_URL:
        raise BaiduFault(282114, "URL is empty or longer than 1024 bytes")
    if not is_web_address(value):
        raise BaiduFault(282804, "image download failed: not an http address")
    return value


T = TypeVar("T", bound=Enum)


def _choice(fields: Mapping[str, JsonValue], name: str, default: T) -> T:
    value = fields.get(name)
    if value is None or value == "":
        return default
    for choice in type(default):
        if isinstance(value, str) and value.strip().lower() == choice.value:
            return choice
    raise BaiduFault(216100, f"invalid param: {name}")


def _flag(fields: Mapping[str, JsonValue], name: str) -> bool:
    value = fields.get(name)
    try:
        return True if value is None or value == "" else read_flag(value)
    except Unreadable as error:
        raise BaiduFault(216100, f"invalid param: {name}") from error


def _boxes(value: JsonValue) -> tuple[Box, ...]:
    """Four numbers make a box, however they are grouped; corners may come in either order."""
    if value is None or value == "" or value == []:
        raise BaiduFault(216101, "not enough param: position")
    try:
        found = _numbers(read_json(value) if isinstance(value, str) else value)
        numbers = list(islice(found, 4 * MAX_BOXES + 1))
    except Unreadable as error:
        raise BaiduFault(216100, "invalid param: position") from error
    if len(numbers) > 4 * MAX_BOXES:
        raise BaiduFault(216103, "param too long: position")
    if not numbers or len(numbers) % 4:
        raise BaiduFault(216100, "invalid param: position")
    boxes = [_box(numbers[start : start + 4]) for start in range(0, len(numbers), 4)]
    if any(box.is_empty for box in boxes):
        raise BaiduFault(216100, "invalid param: position holds an empty box")
    return tuple(boxes)


def _box(numbers: list[float]) -> Box:
    left, top, right, bottom = numbers
    return Box.spanning(Point(left, top), Point(right, bottom))


def _numbers(value: JsonValue, depth: int = 0) -> Iterator[float]:
    if isinstance(value, list) and depth < _MAX_NESTING:
        for item in value:
            yield from _numbers(item, depth + 1)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable("not numbers")
    elif not abs(value) <= MAX_COORDINATE:  # NaN compares false, and so is refused as well
        raise Unreadable("a number out of range")
    else:
        yield value
