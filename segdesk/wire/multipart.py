"""`multipart/form-data`, the body of a form upload: built for the storage, and read where we are the storage."""

import re
from dataclasses import dataclass, field
from typing import Final

from segdesk.wire.text import Unreadable, octets

MAX_PARTS: Final = 32
MAX_PART_HEADERS: Final = 4096
_BOUNDARY: Final = re.compile(
    r"multipart/form-data\s*;.*?\bboundary=(?:\"([^\"]{1,70})\"|([^\s;\"]{1,70}))", re.IGNORECASE
)
_DISPOSITION: Final = re.compile(r"^content-disposition:\s*form-data\s*(;.*)$", re.IGNORECASE | re.MULTILINE)
_TYPE: Final = re.compile(r"^content-type:[ \t]*(.*?)\s*$", re.IGNORECASE | re.MULTILINE)
_PARAMETER: Final = re.compile(r";\s*(name|filename)=(?:\"([^\"]*)\"|([^\s;\"]+))", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """One field of a form; one with a file name is a file."""

    name: str
    content: bytes = field(repr=False)
    file_name: str | None = None
    content_type: str = ""


def multipart_body(parts: tuple[Part, ...], boundary: str) -> tuple[str, bytes]:
    """The content type and body. A boundary that occurs in a part is lengthened until it does not."""
    while any(octets(boundary) in part.content for part in parts):
        boundary += "0"
    head = b"--" + octets(boundary) + b"\r\n"
    pieces = [head + octets(_part_headers(part)) + b"\r\n\r\n" + part.content + b"\r\n" for part in parts]
    return f"multipart/form-data; boundary={boundary}", b"".join((*pieces, b"--", octets(boundary), b"--\r\n"))


def read_multipart(content_type: str, body: bytes) -> tuple[Part, ...]:
    """The parts of a whole, well-formed form. Raises Unreadable."""
    found = _BOUNDARY.match(content_type.strip())
    if found is None:
        raise Unreadable("no multipart boundary")
    delimiter = b"\r\n--" + octets(found[1] or found[2])
    pieces = (b"\r\n" + body).split(delimiter, MAX_PARTS + 2)
    if len(pieces) < 3 or len(pieces) > MAX_PARTS + 2 or not pieces[-1].startswith(b"--"):
        raise Unreadable("an unfinished form, or one with too many parts")
    return tuple(_read_part(piece) for piece in pieces[1:-1])


def _part_headers(part: Part) -> str:
    disposition = f'Content-Disposition: form-data; name="{_quoted(part.name)}"'
    if part.file_name is None:
        return disposition
    return f'{disposition}; filename="{_quoted(part.file_name)}"\r\nContent-Type: {_single_line(part.content_type)}'


def _read_part(piece: bytes) -> Part:
    head, blank, content = piece.partition(b"\r\n\r\n")
    if not blank or not head.startswith(b"\r\n") or len(head) > MAX_PART_HEADERS:
        raise Unreadable("a part without headers")
    headers = head.decode("utf-8", "replace").replace("\r\n", "\n")
    disposition = _DISPOSITION.search(headers)
    given = {key.lower(): one or other for key, one, other in _PARAMETER.findall(disposition[1] if disposition else "")}
    if "name" not in given:
        raise Unreadable("a part without a name")
    kind = _TYPE.search(headers)
    return Part(given["name"], content, given.get("filename"), kind[1] if kind else "")


def _quoted(text: str) -> str:
    return _single_line(text).replace('"', "%22")


def _single_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")
