"""What the vendors' own clients sent to a recorder on this machine, and what they were answered."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from segdesk.wire import WireAnswer, WireRequest
from segdesk.wire.text import read_time

FOLDER: Final = Path(__file__).parent / "captures"
ALIYUN_SECRETS: Final = {"testak": "testsecret"}
BAIDU_SECRETS: Final = {"testbduak": "testbdusk"}


@dataclass(frozen=True)
class Exchange:
    """One request and its answer; `name` is the recording and the request's place in it."""

    name: str
    request: WireRequest
    answer: WireAnswer


def exchanges(pattern: str = "*") -> Iterator[Exchange]:
    """All recorded exchanges of the recordings whose name fits."""
    for path in sorted(FOLDER.glob(f"{pattern}.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            yield _exchange(f"{path.stem}-{number}", json.loads(line))


def exchange(name: str) -> Exchange:
    """One of them."""
    return next(one for one in exchanges(name.rpartition("-")[0]) if one.name == name)


def moment(text: str | None) -> datetime:
    """When a request says it was signed."""
    assert text
    return read_time(text)


def header(request: WireRequest, name: str) -> str:
    """A header that has to be there."""
    value = request.header(name)
    assert value is not None
    return value


def accept(_nonce: str) -> bool:
    """Takes every nonce for new."""
    return True


def _exchange(name: str, line: dict[str, object]) -> Exchange:
    request_line, answer = str(line["request_line"]), line["answer"]
    assert isinstance(answer, dict)
    method, target, _ = request_line.split(" ")
    request = WireRequest(method, target, _pairs(line["headers"]), _body(line))
    body = str(answer["body"]).encode("utf-8", "replace")
    return Exchange(name, request, WireAnswer(answer["status"], tuple(answer["headers"].items()), body))


def _pairs(headers: object) -> tuple[tuple[str, str], ...]:
    assert isinstance(headers, list)
    return tuple((str(name), str(value)) for name, value in headers)


def _body(line: dict[str, object]) -> bytes:
    if "body_b64" in line:
        return base64.b64decode(str(line["body_b64"]))
    return str(line["body_text"]).encode()
