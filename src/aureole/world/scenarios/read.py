"""XML read safely: no entities, no network, a size limit, and a file:line for every complaint."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from aureole.core.errors import BadInput, Unsupported
from aureole.world.scenarios.words import reason

LARGEST = 64 * 1024 * 1024  # bytes; larger files are refused before they are parsed
GZIP = b"\x1f\x8b"  # how a gzip file begins, RFC 1952
HINT = re.compile(r", (use XML_PARSE|see xml)\w+( option)?\.?")  # what the parser tells programmers
MOST_TAGS = 1_000_000  # a trajectory of 200,000 vertices has as many


@dataclass(frozen=True, slots=True)
class Node:
    """One XML element that knows where it stands."""

    element: etree._Element
    file: str

    @property
    def name(self) -> str:
        """The element's name without its namespace."""
        return str(self.element.tag).rpartition("}")[2]

    @property
    def place(self) -> str:
        """`file:line <element>` for messages."""
        return f"{self.file}:{self.element.sourceline} <{self.name}>"

    def __iter__(self) -> Iterator[Node]:
        for child in self.element:
            if isinstance(child.tag, str):
                yield Node(child, self.file)

    def raw(self, attribute: str, default: str | None = None) -> str:
        """The attribute's text as written; BadInput if it is missing and has no default."""
        text = self.element.get(attribute)
        if text is not None:
            return text.strip()
        if default is None:
            raise BadInput(
                f"attribute '{attribute}' is missing", place=self.place, remedy="add it; the standard asks for it"
            )
        return default

    def has(self, attribute: str) -> bool:
        """Whether the attribute is written."""
        return self.element.get(attribute) is not None

    def all(self, name: str) -> list[Node]:
        """Children of that name, in file order."""
        return [Node(child, self.file) for child in self.element.iterchildren("{*}" + name)]

    def find(self, name: str) -> Node | None:
        """The first child of that name."""
        found = next(self.element.iterchildren("{*}" + name), None)
        return None if found is None else Node(found, self.file)

    def one(self, name: str) -> Node:
        """The child of that name; BadInput if there is none."""
        found = self.find(name)
        if found is None:
            raise BadInput(f"element <{name}> is missing", place=self.place, remedy="add it; the standard asks for it")
        return found

    def only_child(self) -> Node:
        """The single child of a choice element; BadInput if there is none or more than one."""
        children = list(self)
        if len(children) != 1:
            raise BadInput(f"holds {len(children)} elements, expected exactly one", place=self.place)
        return children[0]

    def known(self, attributes: str = "", children: str = "") -> Node:
        """Refuse attributes and children that are not in these two lists of names; gives itself back."""
        for attribute in map(str, self.element.attrib):
            if not attribute.startswith("{") and attribute not in attributes.split():
                raise Unsupported(
                    f"attribute '{attribute}' is not supported", place=self.place, remedy="remove it or wait for it"
                )
        names = frozenset(children.split())
        for child in self:
            if child.name not in names:
                child.refuse()
        return self

    def refuse(self) -> None:
        """Raise Unsupported: this element is not played yet, and never skipped."""
        raise Unsupported(
            f"element <{self.name}> is not supported: {reason(self.name)}",
            place=self.place,
            remedy="remove it from the scenario, or play another one",
        )


def read(path: Path) -> Node:
    """The root of an XML file.

    Raises:
        BadInput: it is missing, too large, or not well-formed XML.
    """
    where = str(path)
    text = content(path, where)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, remove_comments=True,
        remove_pis=True, huge_tree=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        what = HINT.sub("", getattr(error, "msg", None) or str(error))
        raise BadInput(f"is not well-formed XML: {what}", place=f"{where}:{line}", remedy="mend the file") from None
    return check(Node(root, where))


def content(path: Path, where: str) -> bytes:
    """The bytes of a file; BadInput if it is none, cannot be read, is too large or packed."""
    try:
        if not path.is_file():
            what = "is no file" if path.exists() else "there is no such file"
            raise BadInput(what, place=where, remedy="check the path")
        size = path.stat().st_size
        if size > LARGEST:
            raise BadInput(f"{size} bytes, the limit is {LARGEST}", place=where, remedy="split the file")
        with path.open("rb") as file:
            data = file.read(LARGEST)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error.__class__.__name__
        raise BadInput(f"cannot be read: {why}", place=where, remedy="check the path and its rights") from None
    tags = data.count(b"<")
    if tags > MOST_TAGS:
        raise BadInput(f"{tags} tags, the limit is {MOST_TAGS}", place=where, remedy="split the file")
    if data.startswith(GZIP):
        raise BadInput("a packed scenario (gzip) is not read", place=where, remedy="unpack it first")
    return data


def check(root: Node) -> Node:
    """Refuse entity references; gives the root back. The parser itself refuses what is nested too deep."""
    for entity in root.element.iter(etree.Entity):
        raise BadInput(
            f"entity {entity.text} is not resolved", place=f"{root.file}:{entity.sourceline}",
            remedy="write the text itself",
        )  # fmt: skip
    return root


def near(name: str, names: list[str]) -> str:
    """A remedy that names what may have been meant."""
    matches = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    if matches:
        return "did you mean " + ", ".join(f"'{match}'" for match in matches) + "?"
    return "there is " + (", ".join(sorted(names)[:12]) if names else "none")
