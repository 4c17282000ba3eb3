"""Every element and attribute of ASAM OpenDRIVE 1.4–1.8 has a fate: read, dropped with a notice, or refused by name."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import NamedTuple

from aureole.core.errors import Unsupported
from aureole.world.roads.furniture import fates as furniture
from aureole.world.roads.reading import fates as roads
from aureole.world.roads.reading.markup import Element, Markup, name_of

READ: dict[str, str] = {**roads.READ, **furniture.READ}
DROPPED: dict[str, str] = {**roads.DROPPED, **furniture.DROPPED}
REFUSED: dict[str, str] = roads.REFUSED
PLAIN: dict[str, tuple[tuple[str, str], ...]] = roads.PLAIN
TRAFFIC = "it changes how one may drive; not read yet"
SIDES = frozenset({"left", "center", "right"})
REMEDY = "leave it out, or wait until it is read: it is never skipped in silence"


class Fate(NamedTuple):
    """What becomes of one element."""

    path: str
    """From the root; left, center and right are `side`, `*` is anywhere."""
    fate: str
    """read, dropped or refused."""
    read: tuple[str, ...]
    """Attributes that are read."""
    dropped: tuple[str, ...]
    """Attributes that are known and not used; a notice names those that a file has."""
    why: str
    """Of what is not read."""


def vet(markup: Markup) -> None:
    """Note what is dropped; raise `Unsupported` at the first element that is refused or not known."""
    waiting: list[tuple[Element, str]] = [(markup.root, "")]
    known: dict[tuple[str, str], tuple[str, str]] = {}  # a file may have a million of one kind
    while waiting:
        element, path = waiting.pop()
        vet_attributes(markup, element, path)
        below = []
        for child in element:
            tag = child.tag
            if not isinstance(tag, str):
                continue
            if (path, tag) not in known:
                known[path, tag] = fate_of(markup, child, beneath(path, child))
            place, dropped = known[path, tag]
            if dropped:
                markup.drop(child, dropped)
            else:
                below.append((child, place))
        waiting += reversed(below)


def beneath(path: str, child: Element) -> str:
    """The path of a child: left, center and right are one word."""
    name = name_of(child)
    name = "side" if path == "road/lanes/laneSection" and name in SIDES else name
    return f"{path}/{name}" if path else name


def fate_of(markup: Markup, element: Element, path: str) -> tuple[str, str]:
    """The path, and what is noted of an element that is dropped, nothing of one that is read; others raise."""
    if path in READ:
        return path, ""
    anywhere = f"*/{path.rpartition('/')[2]}"
    dropped = DROPPED.get(path) or DROPPED.get(anywhere)
    if dropped:
        return path, f"<{name_of(element)}> is not used: {parts(dropped)[1]}"
    refused = REFUSED.get(path) or REFUSED.get(anywhere)
    why = parts(refused)[1] if refused else "unknown here in OpenDRIVE 1.4–1.8"
    raise Unsupported(f"<{name_of(element)[:40]}>: {why}", place=markup.place(element), remedy=REMEDY)


def vet_attributes(markup: Markup, element: Element, path: str) -> None:
    """Note attributes that are not read; refuse values that would change the road."""
    read, known = attributes(READ[path])
    unused = [str(name)[:40] for name in element.keys() if name not in read]  # noqa: SIM118 not its children
    told = (
        ([name for name in unused if name in known], "attributes not used"),
        ([name for name in unused if name not in known], "attributes unknown here in OpenDRIVE 1.4–1.8"),
    )
    for names, what in told if unused else ():
        if names:
            markup.drop(element, f"<{name_of(element)}>: {what}: {', '.join(sorted(names)[:20])}")
    for name, plain in PLAIN.get(path, ()):
        value = element.get(name, plain)
        if value != plain:
            what = f"{name}='{value[:40]}': {TRAFFIC}"
            raise Unsupported(what, place=markup.place(element), remedy=f"only '{plain}' is read; {REMEDY}")


@functools.cache
def attributes(entry: str) -> tuple[frozenset[str], frozenset[str]]:
    """What is read and what is only known of an entry of `READ`."""
    read, known = parts(entry)
    return frozenset(read.split()), frozenset(known.split())


def parts(entry: str) -> tuple[str, str]:
    """Both sides of an entry's bar."""
    left, _, right = entry.partition("|")
    return left.strip(), right.strip()


def table() -> Iterator[Fate]:
    """The fate of every element that is known, in the order of the standard's chapters: for the reference."""
    for path, entry in READ.items():
        read, dropped = (tuple(part.split()) for part in parts(entry))
        yield Fate(path or "OpenDRIVE", "read", read, dropped, "")
    for fate, entries in (("dropped", DROPPED), ("refused", REFUSED)):
        for path, entry in entries.items():
            attributes, why = parts(entry)
            yield Fate(path, fate, (), tuple(attributes.split()), why)
