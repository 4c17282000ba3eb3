"""XML from strangers: parsed without entities or network; numbers are checked, errors name their place."""

from __future__ import annotations

import gzip
import io
import math
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from aureole.core.errors import BadInput

LARGEST = 64 * 2**20  # bytes, unpacked; larger files are refused before parsing
MOST_TAGS = 1_000_000  # of a file that need not be large; what each of them costs is measured by tests of hostile files
LARGE = 2**32  # bytes; the limit for those who ask for large files
GZIP = b"\x1f\x8b"  # how a gzip file begins, RFC 1952
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
INTEGER = re.compile(r"[+-]?[0-9]{1,9}")
LATE = re.compile(rb"(\xef\xbb\xbf)?(\s|<!--(?:(?!--).)*-->)+(?P<declaration><\?xml\s[^>]*\?>)", re.DOTALL)
ENCODING = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']")
HINT = re.compile(r", (use XML_PARSE|see xml)\w+( option)?\.?")  # what the parser tells programmers
VAST = 1e7  # no length, coordinate or coefficient of a road is larger

Element = etree._Element


@dataclass(frozen=True, slots=True)
class Notice:
    """Something of a file that was read and is not used, and why that is harmless."""

    what: str
    place: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def counted(found: Mapping[str, tuple[str, int]]) -> tuple[Notice, ...]:
    """A notice of each kind: what it says, where it was first, and how often."""
    return tuple(Notice(what if n == 1 else f"{what} ({n} times)", place) for what, (place, n) in found.items())


def name_of(element: Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


@dataclass(slots=True)
class Markup:
    """One parsed file: its root, and readers of attributes that say file, line and element when they fail."""

    path: str
    root: Element
    notices: dict[str, tuple[str, int]] = field(default_factory=dict)
    """What was dropped: the first place and how often."""

    def place(self, element: Element) -> str:
        """Where an element stands: file:line <element>."""
        return f"{self.path}:{element.sourceline} <{name_of(element)}>"

    def bad(self, element: Element, what: str, remedy: str) -> BadInput:
        """The error to raise for something wrong at an element."""
        return BadInput(what, place=self.place(element), remedy=remedy)

    def drop(self, element: Element, what: str) -> None:
        """Note that something is not used."""
        found = self.notices.get(what)
        self.notices[what] = (self.place(element), 1) if found is None else (found[0], found[1] + 1)

    def dropped(self) -> tuple[Notice, ...]:
        """Every kind of thing that is not used, with its first place."""
        return counted(self.notices)

    def children(self, element: Element, name: str) -> Iterator[Element]:
        """Child elements of a name, in the order of the file."""
        return element.iterchildren("{*}" + name)

    def only(self, element: Element, name: str) -> Element | None:
        """The one child of a name, or None; two are an error."""
        found = list(self.children(element, name))
        if len(found) > 1:
            raise self.bad(found[1], f"a second <{name}> in one <{name_of(element)}>", "keep one of them")
        return found[0] if found else None

    def text(self, element: Element, name: str, default: str | None = None) -> str:
        """An attribute as it stands; an error if it is missing and has no default."""
        value = element.get(name, default)
        if value is None:
            raise self.bad(element, f"the attribute '{name}' is missing", f"give the element its '{name}'")
        return str(value).strip()

    def choice(self, element: Element, name: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """An attribute that must be one of a few words."""
        value = self.text(element, name, default)
        if value not in choices:
            raise self.bad(element, f"{name}='{value[:40]}' is none of {', '.join(choices)}", "use one of them")
        return value

    def number(self, element: Element, name: str, default: str | None = None, low: float = -VAST) -> float:
        """A finite number of at least `low`."""
        value = self.text(element, name, default)
        number = float(value) if NUMBER.fullmatch(value) else math.nan
        if not low <= number <= VAST:
            limits = f"a number from {low:g} to {VAST:g}"
            raise self.bad(element, f"{name}='{value[:40]}' is not {limits}", f"give '{name}' as {limits}")
        return number

    def integer(self, element: Element, name: str) -> int:
        """A whole number of at most nine digits."""
        value = self.text(element, name)
        if not INTEGER.fullmatch(value):
            raise self.bad(element, f"{name}='{value[:40]}' is not a whole number", f"give '{name}' as a whole number")
        return int(value)


def load(path: Path | str, root: str, *, largest: int = LARGEST) -> Markup:
    """Parse an XML file whose root element has the given name.

    Raises `BadInput` for what is no such file: missing, over `largest` bytes, not XML, with a document type
    declaration (the way to entities and external files), with another root.
    """
    shown = str(path)
    data, encoding = late_declaration(content(Path(path), shown, largest))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=largest > LARGEST,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        encoding=encoding,
    )
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        what = HINT.sub("", str(getattr(error, "msg", None) or error).split("\n", maxsplit=1)[0][:200])
        remedy = "the file must be whole, well-formed XML"
        raise BadInput(f"not XML: {what}", place=f"{shown}:{line} <{root}>", remedy=remedy) from None
    document = tree.getroottree().docinfo
    if document.internalDTD is not None or document.externalDTD is not None:
        raise declared(shown, 1)
    if name_of(tree) != root:
        place = f"{shown}:{tree.sourceline} <{name_of(tree)[:40]}>"
        raise BadInput(f"the root element is not <{root}>", place=place, remedy=f"give a file whose root is <{root}>")
    return Markup(shown, tree)


def late_declaration(data: bytes) -> tuple[bytes, str | None]:
    """The bytes without an XML declaration that stands after a comment, where it must not, and its encoding.

    Licence texts are put before it by hand; many parsers let that pass.
    """
    late = LATE.match(data)
    if late is None:
        return data, None
    start, end = late.span("declaration")
    named = ENCODING.search(data, start, end)
    return data[:start] + b" " * (end - start) + data[end:], named[1].decode() if named else "utf-8"


def content(path: Path, shown: str, largest: int = LARGEST) -> bytes:
    """The bytes of a file that is there, readable, not too large and declares no document type; gzip is unpacked.

    Where the file is not there and one of the same name with .gz is, that one is read.
    """
    packed = path.parent / f"{path.name}.gz"
    try:
        path = path if path.exists() or not packed.exists() else packed
        size = path.stat().st_size
        if size > largest:
            raise too_large(f"{size / 2**20:.0f} MB", shown, largest)
        if not path.is_file() and not path.is_dir():
            raise BadInput("cannot be read: it is no file", place=shown, remedy="give the path of a file")
        with path.open("rb") as file:
            data = file.read(largest + 1)
        if data[:2] == GZIP:
            data = unpacked(data, largest)
    except (OSError, ValueError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        remedy = "give the path of a file that can be read, whole"
        raise BadInput(f"cannot be read: {reason}", place=shown, remedy=remedy) from None
    if len(data) > largest:
        raise too_large("unpacked it is larger", shown, largest)
    start = data.find(b"<!DOCTYPE")
    if start >= 0:
        raise declared(shown, data.count(b"\n", 0, start) + 1)
    tags = data.count(b"<")
    if tags > MOST_TAGS and largest <= LARGEST:
        remedy = "cut the file into smaller ones, or read it with --large"
        raise BadInput(f"{tags} tags, the limit is {MOST_TAGS}", place=shown, remedy=remedy)
    return data


def unpacked(data: bytes, largest: int) -> bytes:
    """What a gzip file holds, but no more than one byte beyond the limit: a bomb is let go before it is whole."""
    with gzip.open(io.BytesIO(data)) as file:
        return file.read(largest + 1)


def too_large(what: str, shown: str, largest: int) -> BadInput:
    """The error for a file over the limit."""
    remedy = "cut the file into smaller ones" + ("" if largest > LARGEST else ", or read it with --large")
    return BadInput(f"{what}, the limit is {largest // 2**20} MB", place=shown, remedy=remedy)


def declared(shown: str, line: int) -> BadInput:
    """The error for a document type declaration."""
    what = "a document type declaration, which can hold entities and external files"
    return BadInput(what, place=f"{shown}:{line} <!DOCTYPE>", remedy="remove the declaration")
