"""Small maps as text, and kernels that ask them; the oracle integrates by brute force."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aureole.kernels import kernel
from aureole.world.roads import lanes, line, place
from aureole.world.roads.reading.opendrive import read_map

LANES = """<laneSection s="0">
<left><lane id="1" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane></left>
<center><lane id="0" type="none"><roadMark sOffset="0" type="broken" width="0.12"/></lane></center>
<right><lane id="-1" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane>
<lane id="-2" type="stop"><width sOffset="0" a="2" b="0" c="0" d="0"/></lane></right>
</laneSection>"""


class Pose(NamedTuple):
    x: float = 0.0
    y: float = 0.0
    heading: float = 0.0


def simpson(pose, length, start, end, count=4000):
    """The pose after a clothoid, and its curvature there: dense Simpson."""
    s = np.linspace(0.0, length, 2 * count + 1)
    weight = np.where(np.arange(len(s)) % 2, 4.0, 2.0)
    weight[[0, -1]] = 1.0
    angle = pose.heading + start * s + 0.5 * (end - start) / length * s**2
    x, y = (math.fsum(weight * f(angle)) * length / (6 * count) for f in (np.cos, np.sin))
    return Pose(pose.x + x, pose.y + y, float(angle[-1]))


def geometry(parts, pose=Pose()):  # noqa: B008
    """A plan view of (length, curvature at start, at end); and the pose at its end."""
    s, lines = 0.0, []
    for length, start, end in parts:
        shape = f'<spiral curvStart="{start!r}" curvEnd="{end!r}"/>'
        if start == end:
            shape = f'<arc curvature="{start!r}"/>' if start else "<line/>"
        at = f'x="{pose.x!r}" y="{pose.y!r}" hdg="{pose.heading!r}"'
        lines.append(f'<geometry s="{s!r}" {at} length="{length!r}">{shape}</geometry>')
        pose, s = simpson(pose, length, start, end), s + length
    return "\n".join(lines), pose


def road(parts=((200.0, 0.0, 0.0),), **given):
    """One <road>; given: name, pose, lanes, link, before (before <lanes>), offset, head, inside."""
    view, _ = geometry(parts, given.get("pose", Pose()))
    length = sum(part[0] for part in parts)
    return f"""<road id="{given.get("name", "0")}" junction="-1" length="{length!r}" {given.get("head", "")}>
<link>{given.get("link", "")}</link>{given.get("types", "")}
<planView>{view}</planView>
{given.get("before", "")}
<lanes>{given.get("offset", "")}{given.get("lanes", LANES)}</lanes>
{given.get("inside", "")}
</road>"""


def document(*roads, head='<?xml version="1.0"?>', outside=""):
    return f'{head}\n<OpenDRIVE><header revMajor="1" revMinor="7"/>\n' + "\n".join(roads) + f"{outside}</OpenDRIVE>\n"


def write(folder: Path, text: str | bytes, name: str = "map.xodr") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def made(folder: Path, *roads, **given):
    return read_map(write(folder, document(*roads, **given)))


@kernel
def poses(road, r, s, out):
    for k in range(len(s)):
        out[k, 0], out[k, 1], out[k, 2], out[k, 3] = line.line_pose(road, r, s[k])


@kernel
def worlds(road, r, s, t, out):
    for k in range(len(s)):
        out[k, 0], out[k, 1], out[k, 2], out[k, 3] = place.to_world(road, r, s[k], t[k])


@kernel
def located(road, xy, hint_r, hint_s, out):
    for k in range(len(xy)):
        r, s, t = place.locate(road, xy[k, 0], xy[k, 1], hint_r[k], hint_s[k])
        out[k, 0], out[k, 1], out[k, 2] = r, s, t


@kernel
def lane_rows(road, r, s, t, out):
    for k in range(len(s)):
        out[k] = lanes.lane_at(road, r, s[k], t[k])


@kernel
def across(road, r, s, row, out):
    """Right, left, middle, slope of the middle, row of the mark."""
    for k in range(len(s)):
        out[k, 0], out[k, 1] = lanes.lane_span(road, r, s[k], row)
        out[k, 2], out[k, 3] = lanes.lane_centre(road, r, s[k], row)
        out[k, 4] = lanes.mark_at(road, row, s[k])


@kernel
def row_of(road, r, s, lane_id):
    return lanes.lane_row(road, r, s, lane_id)


@kernel
def limit_of(limits, row, s):
    return lanes.limit_at(limits, row, s)


def floats(values):
    return np.ascontiguousarray(np.atleast_1d(np.asarray(values, np.float64)))


def ask_poses(road, r, s):
    s = floats(s)
    out = np.empty((len(s), 4))
    poses(road, r, s, out)
    return out


def ask_worlds(road, r, s, t):
    s, t = (np.ascontiguousarray(a) for a in np.broadcast_arrays(floats(s), floats(t)))
    out = np.empty((len(s), 4))
    worlds(road, r, s, t, out)
    return out


def ask_located(road, xy, hint_r=-1, hint_s=0.0):
    xy = np.ascontiguousarray(np.atleast_2d(np.asarray(xy, np.float64)))
    r = np.full(len(xy), hint_r, np.int64)
    s = np.ascontiguousarray(np.broadcast_to(floats(hint_s), (len(xy),)))
    out = np.empty((len(xy), 3))
    located(road, xy, r, s, out)
    return out


def ask_lanes(road, r, s, t):
    s, t = (np.ascontiguousarray(a) for a in np.broadcast_arrays(floats(s), floats(t)))
    out = np.empty(len(s), np.int64)
    lane_rows(road, r, s, t, out)
    return out


def ask_across(road, r, s, row):
    s = floats(s)
    out = np.empty((len(s), 5))
    across(road, r, s, row, out)
    return out
