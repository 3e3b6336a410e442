"""The little XML of Aliyun's storage and gateway: one element with text fields in it.

Read with expat, which fetches nothing by itself; a document type, and with it every entity, ends the reading at once.
Nothing of `xml.sax` is used: it loads all that opens web addresses, three megabytes of it.
"""

from html import escape
from typing import Final
from xml.parsers import expat

from segdesk.wire.text import Unreadable

MAX_BYTES: Final = 65_536
MAX_DEPTH: Final = 8


def xml_body(root: str, fields: dict[str, str]) -> bytes:
    """One element with its fields, in UTF-8. What XML cannot hold becomes a question mark."""
    inner = "".join(f"<{name}>{escape(_printable(value), quote=False)}</{name}>" for name, value in fields.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}>{inner}</{root}>'.encode()


def read_xml(body: bytes) -> tuple[str, dict[str, str]]:
    """The outermost element's name, and the text of each field in it (the first of a name). Raises Unreadable."""
    if len(body) > MAX_BYTES:
        raise Unreadable("too much XML")
    reader = _Reader()
    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise Unreadable("not XML") from error
    return reader.root, reader.fields


class _Reader:
    """Collects the fields as the parser goes."""

    def __init__(self) -> None:
        self.root = ""
        self.fields: dict[str, str] = {}
        self._open: list[str] = []
        self._pieces: list[str] = []

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self._open.append(name)
        self._pieces = []
        if len(self._open) > MAX_DEPTH:
            raise Unreadable("XML nested too deeply")
        self.root = self._open[0]

    def end(self, name: str) -> None:
        self._open.pop()
        if len(self._open) == 1:
            self.fields.setdefault(name, "".join(self._pieces).strip())

    def text(self, piece: str) -> None:
        self._pieces.append(piece)


def _refuse_doctype(*_: object) -> None:
    raise Unreadable("XML with a document type")


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() or character in "\t\n" else "?" for character in text)
