"""A town of crossings written by a test: a grid of four-way junctions, arms of 160 m between and beyond them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from tests.world.roads.maps import Pose, document, geometry

BLOCK, BOX = 200.0, 20.0  # m from crossing to crossing; from a crossing's middle to where its arms begin
ARM = BLOCK - 2.0 * BOX
EAST, NORTH, WEST, SOUTH = range(4)
"""Where an arm leads, seen from its crossing; times a quarter turn is its heading."""
WIDTH = '<width sOffset="0" a="3.5" b="0" c="0" d="0"/>'

Arm = tuple[str, str, int, int]
"""Road, which end of it lies at the crossing, and the lane that leads to the crossing and away from it."""


def lane(number: int, link: str = "") -> str:
    """One lane for cars."""
    return f'<lane id="{number}" type="driving"><link>{link}</link>{WIDTH}</lane>'


def section(left: str, right: str) -> str:
    """One lane section."""
    left = f"<left>{left}</left>" if left else ""
    centre = '<center><lane id="0" type="none"/></center>'
    return f'<lanes><laneSection s="0">{left}{centre}<right>{right}</right></laneSection></lanes>'


def written(name: str, parts: list[tuple[float, float, float]], pose: Pose, links: str, lanes: str, more: str) -> str:
    """One <road>; `more` is its attributes beyond name and length, then what stands before its plan view."""
    attributes, _, types = more.partition("|")
    length = sum(part[0] for part in parts)
    return (
        f'<road id="{name}" length="{length!r}" {attributes}><link>{links}</link>{types}'
        f"<planView>{geometry(parts, pose)[0]}</planView>{lanes}</road>"
    )


def arms(column: int, row: int) -> dict[int, Arm]:
    """The four roads at a crossing."""
    return {
        EAST: (f"h{column + 1}{row}", "start", 1, -1), NORTH: (f"v{column}{row + 1}", "start", 1, -1),
        WEST: (f"h{column}{row}", "end", -1, 1), SOUTH: (f"v{column}{row}", "end", -1, 1),
    }  # fmt: skip


def crossing(column: int, row: int) -> tuple[list[str], str]:
    """The connecting roads of a crossing, and its <junction>: as on Fabriksgatan, outer lanes turn right only."""
    found = arms(column, row)
    name, roads, connections = 1000 + 10 * column + row, [], ""
    for come, (one, at, lead, _) in found.items():
        heading = 0.5 * math.pi * come + math.pi
        x, y = BLOCK * column - BOX * math.cos(heading), BLOCK * row - BOX * math.sin(heading)
        for go, (other, there, _, away) in found.items():
            if come == go:
                continue
            turn = (go - come + 2) % 4  # 0 straight on, 1 left, 3 right
            part = {0: (2.0 * BOX, 0.0, 0.0), 1: (0.5 * math.pi * BOX, 1.0 / BOX, 1.0 / BOX)}
            parts = [part.get(turn, (0.5 * math.pi * BOX, -1.0 / BOX, -1.0 / BOX))]
            over, lanes, pairs = f"{one}-{other}", "", ""
            for outer in range(2 if turn == 3 else 1):
                before, after = lead + outer * (1 if lead > 0 else -1), away + outer * (1 if away > 0 else -1)
                lanes += lane(-1 - outer, f'<predecessor id="{before}"/><successor id="{after}"/>')
                pairs += f'<laneLink from="{before}" to="{-1 - outer}"/>'
            links = (
                f'<predecessor elementType="road" elementId="{one}" contactPoint="{at}"/>'
                f'<successor elementType="road" elementId="{other}" contactPoint="{there}"/>'
            )
            roads.append(written(over, parts, Pose(x, y, heading), links, section("", lanes), f'junction="{name}"'))
            connections += (
                f'<connection id="{len(roads)}" incomingRoad="{one}" connectingRoad="{over}" contactPoint="start">'
                f"{pairs}</connection>"
            )
    return roads, f'<junction id="{name}" name="">{connections}</junction>'


def arm(name: str, links: str, pose: Pose, limit: float) -> str:
    """A road between crossings, or beyond the outermost."""
    lanes = section("".join(lane(k) for k in (2, 1)), "".join(lane(k) for k in (-1, -2)))
    types = f'|<type s="0" type="town"><speed max="{limit!r}"/></type>'
    return written(name, [(ARM, 0.0, 0.0)], pose, links, lanes, f'junction="-1"{types}')


def town(folder: Path, columns: int = 2, rows: int = 2, slow: Mapping[str, float] | None = None) -> Path:
    """Write a town; roads "hCR" run east up to crossing (C, R), "vCR" north; `slow` limits some, m/s."""
    roads, junctions, slow = [], "", slow or {}
    for row in range(rows):
        for column in range(columns + 1):
            name, links = f"h{column}{row}", ""
            links += f'<predecessor elementType="junction" elementId="{990 + 10 * column + row}"/>' if column else ""
            links += (
                f'<successor elementType="junction" elementId="{1000 + 10 * column + row}"/>'
                if column < columns
                else ""
            )
            roads.append(arm(name, links, Pose(BLOCK * (column - 1) + BOX, BLOCK * row), slow.get(name, 20.0)))
    for column in range(columns):
        for row in range(rows + 1):
            name, links = f"v{column}{row}", ""
            links += f'<predecessor elementType="junction" elementId="{999 + 10 * column + row}"/>' if row else ""
            links += f'<successor elementType="junction" elementId="{1000 + 10 * column + row}"/>' if row < rows else ""
            pose = Pose(BLOCK * column, BLOCK * (row - 1) + BOX, 0.5 * math.pi)
            roads.append(arm(name, links, pose, slow.get(name, 20.0)))
        for row in range(rows):
            over, junction = crossing(column, row)
            roads, junctions = roads + over, junctions + junction
    path = folder / "town.xodr"
    path.write_text(document(*roads, outside=junctions), encoding="utf-8")
    return path
