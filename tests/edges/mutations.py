"""Files made hostile: a real one with a few things wrong, chosen by whoever asks (hypothesis, or a fuzzer's bytes)."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

from lxml import etree

import aureole.world.scenarios

ROOM = Path(aureole.world.scenarios.__file__).parent
SCENARIOS = [ROOM / "embedded" / name for name in ("cut_in.xosc", "crossing.xosc", "two_standing.xosc")]
MAPS = [ROOM / "maps" / name for name in ("motorway.xodr", "bends.xodr")]
CATALOGS = sorted((ROOM / "cast").glob("*.xosc"))[:1]

Choose = Callable[[int], int]
"""Gives a whole number from 0 up to, not including, its argument."""

VALUES = (
    "", " ", "NaN", "nan", "inf", "-inf", "INF", "1e308", "-1e308", "1e-308", "1e999", "0", "-0.0", "-1",
    "3.5", "9" * 30, "9" * 400, "-" + "9" * 400, "0x10", "1_000", "1,5", "٣", "½", "true", "false",
    "Ego", "$", "$$", "$no",
    "$EgoSpeed_kmh", "${", "${}", "${1/0}", "${1e308*1e308}", "${-(-(-(1)))}", "${pow(9,99999)}",
    "${pow(10,pow(10,9))}",
    "${sqrt(-1)}", "${__import__('os')}", "${().__class__}", "${$EgoSpeed_kmh}",
    "${" + "(" * 2000 + "1" + ")" * 2000 + "}",
    "${" + "-" * 900 + "1}", "${not not not 1}", "${max(1}", "../" * 300 + "etc/passwd", "/etc/passwd", "/dev/zero",
    "/dev/null", ".", "..", "~", "C:\\con", "file:///etc/passwd", "http://localhost:9/", "a/" * 3000, "x" * 5000,
    "\u202e\u0000\ufeff".replace("\u0000", ""), "😀" * 50, "car", "driving", "road", "junction", "end", "2147483648",
    "-2147483649", "999999999", "1e7", "1.0000001e7", "1970-01-01T00:00:00",
)  # fmt: skip
NAMES = (
    "x", "Vehicle", "Event", "Act", "Condition", "road", "lane", "width", "geometry", "line", "arc", "spiral", "poly3",
    "paramPoly3", "link", "laneSection", "center", "CatalogReference", "Trajectory", "Vertex", "Position", "Parameters",
    "Ünï", "_", "a-b.c",
)  # fmt: skip


def mutated(seed: bytes, choose: Choose) -> bytes:
    """The file with one to four things wrong in its tree, and now and then in its bytes."""
    root = etree.fromstring(seed)
    for _ in range(1 + choose(4)):
        EDITS[choose(len(EDITS))](root, choose)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return BYTES[choose(len(BYTES))](data, choose) if choose(4) == 0 else data


def some(root: etree._Element, choose: Choose) -> etree._Element:
    """Any element."""
    every = [element for element in root.iter() if isinstance(element.tag, str)]
    return every[choose(len(every))]


def drop(root: etree._Element, choose: Choose) -> None:
    """An element goes, with all that is in it."""
    element = some(root, choose)
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def double(root: etree._Element, choose: Choose) -> None:
    """An element stands there twice."""
    element = some(root, choose)
    parent = element.getparent()
    if parent is not None:
        parent.append(copy.deepcopy(element))


def move(root: etree._Element, choose: Choose) -> None:
    """An element stands in another place."""
    element, target = some(root, choose), some(root, choose)
    if element not in target.iterancestors() and element is not target and element.getparent() is not None:
        target.append(element)


def rename(root: etree._Element, choose: Choose) -> None:
    """An element is called something else."""
    some(root, choose).tag = NAMES[choose(len(NAMES))]


def lose(root: etree._Element, choose: Choose) -> None:
    """An attribute goes."""
    element = some(root, choose)
    names = sorted(map(str, element.attrib))
    if names:
        del element.attrib[names[choose(len(names))]]


def change(root: etree._Element, choose: Choose) -> None:
    """An attribute says something else."""
    element = some(root, choose)
    names = sorted(map(str, element.attrib))
    if names:
        element.set(names[choose(len(names))], VALUES[choose(len(VALUES))])


def swap(root: etree._Element, choose: Choose) -> None:
    """An attribute says what another says."""
    one, other = some(root, choose), some(root, choose)
    if one.attrib and other.attrib:
        names, values = sorted(map(str, one.attrib)), sorted(map(str, other.attrib.values()))
        one.set(names[choose(len(names))], values[choose(len(values))])


def add(root: etree._Element, choose: Choose) -> None:
    """An attribute or an element nobody knows."""
    element = some(root, choose)
    if choose(2):
        element.set(NAMES[choose(len(NAMES))], VALUES[choose(len(VALUES))])
    else:
        etree.SubElement(element, NAMES[choose(len(NAMES))])


def cut(data: bytes, choose: Choose) -> bytes:
    """The end is missing."""
    return data[: choose(len(data) + 1)]


def spoil(data: bytes, choose: Choose) -> bytes:
    """One byte is another."""
    place = choose(len(data))
    return data[:place] + bytes([choose(256)]) + data[place + 1 :]


def insert(data: bytes, choose: Choose) -> bytes:
    """Something stands in between."""
    place = choose(len(data))
    return data[:place] + BETWEEN[choose(len(BETWEEN))] + data[place:]


BETWEEN = (
    b"\x00", b"\xff\xfe", b"&", b"&no;", b"&#0;", b"<", b"]]>", b"<![CDATA[", b"<!--", b"<?xml version='1.1'?>",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"\xc3", b"\xed\xa0\x80",
)  # fmt: skip
EDITS = (drop, double, move, rename, lose, change, change, change, swap, add)
BYTES = (cut, spoil, insert)
