"""What an ONNX file is made of, read without running it: whether it is one, and whether all of it is in it.

An ONNX file is a Protocol Buffers message (https://protobuf.dev/programming-guides/encoding); the field numbers are
those of `onnx.proto` (ONNX 1.23). Only the way to tensors is gone, everything else is stepped over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aureole.core.errors import BadInput, Unsupported

VARINT, EIGHT, BYTES, FOUR = 0, 1, 2, 5
DEEPEST = 64  # messages within messages; a subgraph takes three
LONGEST = 10  # bytes of a number
NAME, OUTSIDE, LOCATION = 8, 13, 14  # fields of a tensor
EXTERNAL = 1  # value of LOCATION
WAYS: Mapping[str, Mapping[int, str]] = {
    "model": {7: "graph", 25: "function"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "function": {7: "node", 11: "attribute"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
    "tensor": {},
}
"""By kind of message, the fields that lead to tensors, and what they hold."""
GRAPH = 7  # field of a model


class Torn(ValueError):
    """The bytes are no message; says where."""


def whole(data: bytes, place: str) -> None:
    """Refuse what is no ONNX file, or does not hold all its tensors.

    Raises:
        BadInput: it is none, or ends in the middle.
        Unsupported: it keeps tensors in another file.
    """
    view = memoryview(data)
    try:
        fields = {number for number, _, _ in messages(view)}
        outside = next(elsewhere(view, "model"), None)
    except Torn as error:
        remedy = "give a file that torch.onnx.export or onnx.save has written, whole"
        raise BadInput(f"is no ONNX file: {error}", place=place, remedy=remedy) from None
    if GRAPH not in fields:
        raise BadInput("is no ONNX file: it holds no graph", place=place, remedy="give what onnx.save has written")
    if outside is not None:
        raise Unsupported(
            f"tensor '{outside[:80]}' lies in another file", place=place,
            remedy="save the network with its weights inside: onnx.save(onnx.load(PATH), PATH)",
        )  # fmt: skip


def elsewhere(view: memoryview, kind: str, depth: int = 0) -> Iterator[str]:
    """Names of tensors whose numbers lie outside the file.

    Raises:
        Torn: it is no message.
    """
    if depth > DEEPEST:
        raise Torn(f"messages within messages, more than {DEEPEST} deep")
    ways = WAYS[kind]
    name, outside = "", False
    for number, wire, value in messages(view):
        if kind == "tensor" and wire == BYTES and isinstance(value, memoryview):
            name = str(value, "utf-8", "replace") if number == NAME else name
            outside |= number == OUTSIDE
        elif kind == "tensor" and number == LOCATION:
            outside |= value == EXTERNAL
        elif number in ways and isinstance(value, memoryview):
            yield from elsewhere(value, ways[number], depth + 1)
    if outside:
        yield name


def messages(view: memoryview) -> Iterator[tuple[int, int, int | memoryview]]:
    """The fields of one message: number, wire type, and its number or its bytes.

    Raises:
        Torn: a field is broken or ends behind the end.
    """
    at = 0
    while at < len(view):
        key, at = number_at(view, at)
        number, wire = key >> 3, key & 7
        if number == 0:
            raise Torn(f"byte {at}: a field without a number")
        if wire == VARINT:
            value, at = number_at(view, at)
            yield number, wire, value
            continue
        if wire == BYTES:
            size, at = number_at(view, at)
        elif wire in (EIGHT, FOUR):
            size = 8 if wire == EIGHT else 4
        else:
            raise Torn(f"byte {at}: a field of wire type {wire}")
        if size > len(view) - at:
            raise Torn(f"byte {at}: a field of {size} bytes, and {len(view) - at} are left")
        yield number, wire, view[at : at + size]
        at += size


def number_at(view: memoryview, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, least first; and the place behind it.

    Raises:
        Torn: it does not end.
    """
    value = 0
    for k in range(LONGEST):
        if at + k >= len(view):
            raise Torn("it ends in the middle")
        byte = view[at + k]
        value |= (byte & 0x7F) << 7 * k
        if byte < 0x80:
            return value, at + k + 1
    raise Torn(f"byte {at}: a number without an end")
