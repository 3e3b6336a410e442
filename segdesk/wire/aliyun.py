"""Aliyun's `InteractiveScribbleSegmentation` (aigen, 2024-01-11): requests and answers, both directions.

All parameters are strings; the integrated picture holds the current mask, the positive and the negative strokes in its
red, green and blue channel and has the picture's resolution. The vendor withdrew the public service on 2025-10-14; the
protocol lives on in servers that speak it. Signatures: `acs3` and `rpc`; uploads: `oss`; codes: `aliyun_errors`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Final, TypeVar

from segdesk.core.geometry import Size
from segdesk.wire import JsonValue, Nonces, Pairs, SecretOf, WireAnswer, WireRequest, first_of
from segdesk.wire.acs3 import is_acs3, verify_acs3
from segdesk.wire.addresses import ALIYUN
from segdesk.wire.aliyun_errors import SERVICE, AliyunFault, fields_of
from segdesk.wire.failures import malformed
from segdesk.wire.rpc import FORM_TYPE, is_rpc, verify_rpc
from segdesk.wire.text import (
    Unreadable,
    flag_text,
    form_body,
    is_web_address,
    json_body,
    read_flag,
    read_form,
    read_pairs,
)

ACTION: Final = "InteractiveScribbleSegmentation"
VERSION: Final = "2024-01-11"
MAX_SIDE: Final = 4096
MIN_SIDE: Final = 32
MAX_PICTURE_BYTES: Final = 10_000_000
MAX_MAP_BYTES: Final = 5_000_000
MAX_URL: Final = 2048
"""Characters a server takes of an address; the page names no limit."""


class ReturnForm(Enum):
    """What the result shows: the cut-out picture, the mask alone, or the subject on white."""

    RGB_ALPHA = "rgb_alpha"
    ONLY_ALPHA = "only_alpha"
    WHITE_BACKGROUND = "white_background"


class ReturnFormat(Enum):
    """The file format of the result. JPG holds no transparency."""

    PNG = "PNG"
    JPG = "JPG"


class Postprocess(Enum):
    """How edges are refined: `maskrefine` is finer, `edgerefine` steadier."""

    MASKREFINE = "maskrefine"
    EDGEREFINE = "edgerefine"


@dataclass(frozen=True)
class ScribbleCall:
    """One call: addresses of the picture and its maps, and what to make of them; the vendor's defaults.

    `integrated_url` stands for all three maps at once; where it is given with others it counts alone.
    """

    image_url: str = field(repr=False)
    mask_url: str | None = field(default=None, repr=False)
    positive_url: str | None = field(default=None, repr=False)
    negative_url: str | None = field(default=None, repr=False)
    integrated_url: str | None = field(default=None, repr=False)
    return_form: ReturnForm = ReturnForm.RGB_ALPHA
    return_format: ReturnFormat = ReturnFormat.PNG
    edge_feathering: bool = True
    postprocess: Postprocess = Postprocess.MASKREFINE


def segment_form(call: ScribbleCall) -> dict[str, str]:
    """The form fields of a call, sorted; what it leaves out is not among them."""
    fields = {
        "EdgeFeathering": flag_text(call.edge_feathering),
        "ImageUrl": call.image_url,
        "IntegratedMaskUrl": call.integrated_url,
        "MaskImageUrl": call.mask_url,
        "NegScribbleImageUrl": call.negative_url,
        "PosScribbleImageUrl": call.positive_url,
        "PostprocessOption": call.postprocess.value,
        "ReturnForm": call.return_form.value,
        "ReturnFormat": call.return_format.value,
    }
    return {name: value for name, value in fields.items() if value is not None}


def action_request(form: Mapping[str, str], endpoint: str = ALIYUN) -> WireRequest:
    """The call itself, still to be signed. `endpoint` is scheme and host, such as `https://host:port`."""
    headers = (
        ("x-acs-action", ACTION),
        ("x-acs-version", VERSION),
        ("accept", "application/json"),
        ("content-type", FORM_TYPE),
    )
    return WireRequest("POST", f"{endpoint.rstrip('/')}/", headers, form_body(form.items()))


def parse_action(answer: WireAnswer) -> str:
    """Where the result lies, for thirty minutes. Raises EngineError."""
    match fields_of(answer).get("Data"):
        case {"ResultUrl": str(address)} if is_web_address(address):
            return address
        case _:
            raise malformed(SERVICE, "no address of a result")


def segment_preview(size: Size) -> dict[str, JsonValue]:
    """The whole request as a person would read it: no key, no picture, the size that would be sent."""
    fitted = size.fitted(MAX_SIDE)
    call = ScribbleCall(
        image_url="<address of the picture>",
        integrated_url="<address of integrated.png>",
        return_form=ReturnForm.ONLY_ALPHA,
    )
    return {
        "method": "POST",
        "url": f"{ALIYUN}/",
        "headers": {"Content-Type": FORM_TYPE, "x-acs-action": ACTION, "x-acs-version": VERSION},
        "form": dict(segment_form(call)),
        "picture": {"width": fitted.width, "height": fitted.height},
    }


def verify(request: WireRequest, secret_of: SecretOf, *, now: datetime, nonces: Nonces) -> str:
    """The id of the key that signed a request, in whichever of the two ways. Raises AliyunFault."""
    if is_acs3(request):
        return verify_acs3(request, secret_of, now=now, nonces=nonces)
    if is_rpc(request):
        return verify_rpc(request, secret_of, now=now, nonces=nonces)
    raise AliyunFault("IncompleteSignature", "The request is not signed.")


def action_of(headers: Pairs, query: str) -> str | None:
    """Which action a request asks for; None when it names none. The query counts first: each signature covers it."""
    try:
        return dict(read_pairs(query)).get("Action") or first_of(headers, "x-acs-action")
    except Unreadable:
        return None


def read_action(headers: Pairs, query: str, body: bytes) -> ScribbleCall:
    """The call in a request; form fields count before those of the query. Raises AliyunFault."""
    fields = _fields(headers, query, body)
    image_url = _address(fields, "ImageUrl")
    if image_url is None:
        raise AliyunFault("MissingImageUrl", "ImageUrl is mandatory for this action.")
    return ScribbleCall(
        image_url=image_url,
        mask_url=_address(fields, "MaskImageUrl"),
        positive_url=_address(fields, "PosScribbleImageUrl"),
        negative_url=_address(fields, "NegScribbleImageUrl"),
        integrated_url=_address(fields, "IntegratedMaskUrl"),
        return_form=_choice(fields, "ReturnForm", ReturnForm.RGB_ALPHA),
        return_format=_choice(fields, "ReturnFormat", ReturnFormat.PNG),
        edge_feathering=_flag(fields, "EdgeFeathering"),
        postprocess=_choice(fields, "PostprocessOption", Postprocess.MASKREFINE),
    )


def action_answer(result_url: str, request_id: str) -> bytes:
    """The JSON that tells where the result lies."""
    return json_body({"RequestId": request_id, "Data": {"ResultUrl": result_url}})


def _fields(headers: Pairs, query: str, body: bytes) -> dict[str, str]:
    is_form = (first_of(headers, "content-type") or FORM_TYPE).lower().startswith(FORM_TYPE)
    try:
        return dict(read_pairs(query)) | (dict(read_form(body)) if is_form else {})
    except Unreadable as error:
        raise AliyunFault("InvalidParameter", f"The parameters cannot be read: {error}.") from error


def _address(fields: Mapping[str, str], name: str) -> str | None:
    value = fields.get(name, "").strip()
    if not value:
        return None
    if not is_web_address(value) or len(value) > MAX_URL:
        raise AliyunFault("IllegalUrlParameter", f"{name} is not an http address of plain ASCII.")
    return value


T = TypeVar("T", bound=Enum)


def _choice(fields: Mapping[str, str], name: str, default: T) -> T:
    value = fields.get(name, "").strip().lower()
    if not value:
        return default
    for choice in type(default):
        if value == str(choice.value).lower():
            return choice
    if name == "ReturnFormat" and value == "jpeg":
        return type(default)("JPG")
    raise AliyunFault(f"Invalid{name}", f"The value of {name} is none of those it may have.")


def _flag(fields: Mapping[str, str], name: str) -> bool:
    value = fields.get(name, "").strip()
    try:
        return read_flag(value) if value else True
    except Unreadable as error:
        raise AliyunFault(f"Invalid{name}", f"{name} is either true or false.") from error
