"""Writes the embedded maps: a motorway, its bends, a country road, as OpenDRIVE 1.7 files.

Run as `python tools/make_maps.py [FOLDER]`; the files lie in the repository, this is how they were made.
"""

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("src/aureole/world/scenarios/maps")
GRAIN = 0.5  # m; Simpson steps along a spiral: its end errs by less than 1e-9 m


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane outwards from the centre: what it is for, how wide, the mark on its outer border."""

    kind: str
    width: float
    mark: str = "none"
    mark_width: float = 0.15
    change: str = "none"


@dataclass(frozen=True, slots=True)
class Map:
    """A road with the same lanes on both sides; geometries are (length, curvature at start, at end)."""

    name: str
    kind: str
    limit_kmh: int
    line: Sequence[tuple[float, float, float]]
    centre_mark: str
    lanes: Sequence[Lane]


BROKEN, EDGE = ("broken", 0.15, "both"), ("solid", 0.30, "none")
MOTORWAY = (
    Lane("median", 1.5),
    Lane("border", 0.75, *EDGE),
    Lane("driving", 3.5, *BROKEN),
    Lane("driving", 3.5, *BROKEN),
    Lane("driving", 3.5, *EDGE),
    Lane("stop", 3.0),
    Lane("border", 1.5),
)
RURAL = (Lane("driving", 3.5, "solid", 0.12, "none"), Lane("border", 1.5))
BEND_1, BEND_2, BEND_3 = 1 / 250, -1 / 400, 1 / 600  # 1/m
MAPS = (
    Map("motorway", "motorway", 130, [(3000.0, 0.0, 0.0)], "none", MOTORWAY),
    Map(
        "bends",
        "motorway",
        130,
        [
            *((500.0, 0.0, 0.0), (120.0, 0.0, BEND_1), (300.0, BEND_1, BEND_1), (120.0, BEND_1, 0.0)),
            *((400.0, 0.0, 0.0), (120.0, 0.0, BEND_2), (500.0, BEND_2, BEND_2), (120.0, BEND_2, 0.0)),
            (820.0, 0.0, 0.0),
        ],
        "none",
        (*MOTORWAY[:3], *MOTORWAY[4:]),
    ),
    Map(
        "rural",
        "rural",
        100,
        [
            *((700.0, 0.0, 0.0), (100.0, 0.0, BEND_3), (400.0, BEND_3, BEND_3), (100.0, BEND_3, 0.0)),
            (700.0, 0.0, 0.0),
        ],
        "broken",
        RURAL,
    ),
)


def ahead(pose: tuple[float, float, float], length: float, start: float, end: float) -> tuple[float, float, float]:
    """The pose (x, y, heading) after a clothoid, by Simpson's rule."""
    x, y, heading = pose
    count = 2 * math.ceil(length / GRAIN)
    step = length / count
    along, across = 0.0, 0.0
    for k in range(count + 1):
        ds = k * step
        weight = 1 if k in {0, count} else 4 if k % 2 else 2
        angle = heading + ds * (start + 0.5 * (end - start) / length * ds)
        along += weight * math.cos(angle)
        across += weight * math.sin(angle)
    return x + along * step / 3, y + across * step / 3, heading + 0.5 * length * (start + end)


def geometries(line: Sequence[tuple[float, float, float]]) -> list[str]:
    """The reference line, from the origin to the east."""
    pose, s, found = (0.0, 0.0, 0.0), 0.0, []
    for length, start, end in line:
        place = f'x="{pose[0]:.12g}" y="{pose[1]:.12g}" hdg="{pose[2]:.15g}"'
        shape = f'<spiral curvStart="{start:.15g}" curvEnd="{end:.15g}"/>'
        if start == end:
            shape = f'<arc curvature="{start:.15g}"/>' if start else "<line/>"
        found.append(f'      <geometry s="{s:g}" {place} length="{length:g}">{shape}</geometry>')
        pose, s = ahead(pose, length, start, end), s + length
    return found


def lane_lines(lane_id: int, lane: Lane) -> list[str]:
    """One lane of a section."""
    mark = f'type="{lane.mark}" weight="standard" width="{lane.mark_width:g}" laneChange="{lane.change}"'
    width = [] if lane_id == 0 else [f'            <width sOffset="0" a="{lane.width:g}" b="0" c="0" d="0"/>']
    head = f'          <lane id="{lane_id}" type="{lane.kind}" level="false">'
    return [head, *width, f'            <roadMark sOffset="0" {mark}/>', "          </lane>"]


def document(map_: Map) -> str:
    """The whole file."""
    length = sum(part[0] for part in map_.line)
    change = "both" if map_.centre_mark == "broken" else "none"
    centre = Lane("none", 0.0, map_.centre_mark, 0.12, change)
    left = [line for k in range(len(map_.lanes), 0, -1) for line in lane_lines(k, map_.lanes[k - 1])]
    right = [line for k, lane in enumerate(map_.lanes, 1) for line in lane_lines(-k, lane)]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<OpenDRIVE>\n  <header revMajor="1" revMinor="7"/>',
        f'  <road id="0" junction="-1" length="{length:g}" rule="RHT">',
        f'    <type s="0" type="{map_.kind}"><speed max="{map_.limit_kmh}" unit="km/h"/></type>',
        *("    <planView>", *geometries(map_.line), "    </planView>"),
        *("    <lanes>", '      <laneSection s="0">'),
        *("        <left>", *left, "        </left>"),
        *("        <center>", *lane_lines(0, centre), "        </center>"),
        *("        <right>", *right, "        </right>"),
        *("      </laneSection>", "    </lanes>", "  </road>", "</OpenDRIVE>"),
    ]
    return "\n".join(lines) + "\n"


NOWHERE = """<?xml version="1.0" encoding="UTF-8"?>
<!-- The plane of a scenario that names no road network: no road at all. -->
<OpenDRIVE>
  <header revMajor="1" revMinor="8" name="nowhere"/>
</OpenDRIVE>
"""


def main(arguments: list[str]) -> None:
    """Writes every map into the folder."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for map_ in MAPS:
        (folder / f"{map_.name}.xodr").write_text(document(map_), encoding="utf-8", newline="\n")
    (folder / "nowhere.xodr").write_text(NOWHERE, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
