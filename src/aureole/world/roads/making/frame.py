"""Places of a plan drawn in a frame of their own: ahead and left of a pose."""

from __future__ import annotations

from aureole.world.roads.laying.curve import Corner, Point, Pose, reach

STEADY = 1.5  # s; least time at the limit along a clothoid


def at(pose: Pose, ahead: float, left: float) -> Point:
    """The point so far ahead and to the left."""
    place = pose.ahead(ahead).beside(left)
    return place.x, place.y


def eased(radius: float, turn: float, limit: float) -> Corner:
    """A curve whose clothoids last long enough at a limit, and at least a ninth of its radius (RAA: A >= R/3)."""
    length = max(STEADY * limit, radius / 9.0)
    return Corner(radius, round(min(length / (radius * abs(turn)), 0.9), 4))


def tangents(corner: Corner, turn: float) -> float:
    """Length of a curve's tangents, m."""
    return corner.radius * reach(turn, corner.share)
