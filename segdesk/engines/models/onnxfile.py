"""What goes into an ONNX model and what comes out, read from the file itself without its weights and without a runtime.

A model is one protocol buffer (onnx.proto3 of ONNX, onnx.ai); only the few fields named here are looked at, and weights
are stepped over, so gigabytes take milliseconds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, IntEnum
from io import BufferedReader
from pathlib import Path
from typing import Final

_MAX_TEXT: Final = 1 << 16
"""Bytes of a name; longer ones are no names."""
_MAX_PARTS: Final = 4_000_000
"""Fields looked at before a file is taken for nonsense; the largest models have some hundred thousand."""

_Field = tuple[int, int, int]
"""Number of a field, and either its value and 0, or the length of its bytes and where they begin."""


class _Wire(IntEnum):
    """How a field travels; other ways are long out of use."""

    VARINT = 0
    FIXED64 = 1
    BYTES = 2
    FIXED32 = 5


class Element(Enum):
    """What a tensor is made of, by its number in TensorProto.DataType."""

    FLOAT = 1
    UINT8 = 2
    INT32 = 6
    INT64 = 7
    FLOAT16 = 10
    DOUBLE = 11
    OTHER = 0


@dataclass(frozen=True)
class Tensor:
    """An input or output: its name, what it is made of, and its sides, None where they may be of any length.

    maker: the operator an output comes from, such as "Sigmoid"; empty for inputs.
    """

    name: str
    element: Element
    sides: tuple[int | None, ...]
    maker: str = ""


@dataclass(frozen=True)
class Signature:
    """All that a caller has to know of a model, in the model's own order."""

    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]

    def input(self, name: str) -> Tensor | None:
        """The input of that name."""
        return next((one for one in self.inputs if one.name == name), None)


def read_signature(path: Path) -> Signature:
    """The signature of a model file. Raises OSError, or ValueError for a file that is no ONNX model."""
    with path.open("rb") as file:
        size = path.stat().st_size
        reader = _Reader(file)
        graph = None
        for number, length, start in reader.fields(0, size):
            if number == 7 and start:
                graph = (start, length)
        if graph is None:
            raise ValueError("there is no graph in it")
        return _graph(reader, *graph)


class _Reader:
    """Steps through the fields of messages in a file."""

    def __init__(self, file: BufferedReader) -> None:
        self._file = file
        self._count = 0

    def fields(self, start: int, length: int) -> Iterator[_Field]:
        """The fields of the message that lies there. Raises ValueError where they do not add up."""
        at, end = start, start + length
        while at < end:
            self._count += 1
            if self._count > _MAX_PARTS:
                raise ValueError("it has too many parts")
            self._file.seek(at)
            key = self._varint()
            number, kind = key >> 3, key & 7
            value, begin = self._value(kind)
            at = begin + value if kind == _Wire.BYTES else begin
            if number == 0 or at > end:
                raise ValueError("its parts do not add up")
            yield number, value, begin if kind == _Wire.BYTES else 0

    def text(self, start: int, length: int) -> str:
        """The bytes that lie there as text."""
        if length > _MAX_TEXT:
            raise ValueError("it has a name of enormous length")
        self._file.seek(start)
        return self._file.read(length).decode("utf-8")

    def _value(self, kind: int) -> tuple[int, int]:
        """A number, or the length of bytes; and where what follows begins."""
        match kind:
            case _Wire.VARINT | _Wire.BYTES:
                value = self._varint()
                return value, self._file.tell()
            case _Wire.FIXED64 | _Wire.FIXED32:
                size = 8 if kind == _Wire.FIXED64 else 4
                return int.from_bytes(self._file.read(size), "little"), self._file.tell()
            case _:
                raise ValueError("its parts are of no known kind")

    def _varint(self) -> int:
        value = 0
        for shift in range(0, 70, 7):
            byte = self._file.read(1)
            if not byte:
                raise ValueError("it ends too early")
            value |= (byte[0] & 0x7F) << shift
            if byte[0] < 0x80:
                return value
        raise ValueError("it has a number of enormous length")


def _graph(reader: _Reader, start: int, length: int) -> Signature:
    """GraphProto: node = 1, initializer = 5, input = 11, output = 12."""
    makers: dict[str, str] = {}
    weights: set[str] = set()
    inputs: list[Tensor] = []
    outputs: list[Tensor] = []
    for number, size, at in reader.fields(start, length):
        match number:
            case 1:
                makers |= _node(reader, at, size)
            case 5:
                weights.add(_name(reader, at, size, number=8))
            case 11:
                inputs.append(_tensor(reader, at, size))
            case 12:
                outputs.append(_tensor(reader, at, size))
            case _:
                pass
    given = tuple(Tensor(one.name, one.element, one.sides, makers.get(one.name, "")) for one in outputs)
    # Older files list their weights among the inputs.
    return Signature(tuple(one for one in inputs if one.name not in weights), given)


def _node(reader: _Reader, start: int, length: int) -> dict[str, str]:
    """NodeProto: output = 2, op_type = 4. Output -> operator."""
    results: list[str] = []
    operator = ""
    for number, size, at in reader.fields(start, length):
        if number == 2:
            results.append(reader.text(at, size))
        elif number == 4:
            operator = reader.text(at, size)
    return dict.fromkeys(results, operator)


def _name(reader: _Reader, start: int, length: int, *, number: int) -> str:
    found = [reader.text(at, size) for field, size, at in reader.fields(start, length) if field == number]
    return found[-1] if found else ""


def _tensor(reader: _Reader, start: int, length: int) -> Tensor:
    """ValueInfoProto: name = 1, type = 2; TypeProto: tensor_type = 1; Tensor: elem_type = 1, shape = 2."""
    name, element = "", Element.OTHER
    sides: tuple[int | None, ...] = ()
    for number, size, at in reader.fields(start, length):
        if number == 1:
            name = reader.text(at, size)
        elif number == 2:
            for kind, inner, place in reader.fields(at, size):
                if kind == 1:
                    element, sides = _tensor_type(reader, place, inner)
    return Tensor(name, element, sides)


def _tensor_type(reader: _Reader, start: int, length: int) -> tuple[Element, tuple[int | None, ...]]:
    element, sides = Element.OTHER, list[int | None]()
    known = {one.value: one for one in Element}
    for number, size, at in reader.fields(start, length):
        if number == 1:
            element = known.get(size, Element.OTHER)
        elif number == 2:
            sides = [_side(reader, place, inner) for _, inner, place in reader.fields(at, size)]
    return element, tuple(sides)


def _side(reader: _Reader, start: int, length: int) -> int | None:
    """Dimension: dim_value = 1; a name, or nothing at all, stands for any length."""
    values = [value for number, value, at in reader.fields(start, length) if number == 1 and not at]
    return values[-1] if values and values[-1] > 0 else None
