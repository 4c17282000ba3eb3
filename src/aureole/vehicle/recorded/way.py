"""The way a recorded car went, from its pose by satellites, as the one lane that a driver is given.

There is no camera in the recording, so no lane is perceived: the lane is the human's own way, as a map and a perfect
localisation would have given it. Steering along it says how a path is followed, not how a lane is seen.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.kinds import LaneKind, Mark
from aureole.core.notes import Float64
from aureole.core.observation import Lanes
from aureole.vehicle.recorded.bus import array

POINTS, BEHIND, SPACING = 32, 4, 5.0  # points of a lane, of them behind the car, m between two: as worlds sense them
HALF = 1.75  # m; half a lane
VISION = 120.0  # m; so far ahead a driver wants to see its lane; the rest of a recording is not driven


class Way:
    """Where the car was when, on a plane that touches the earth where it began."""

    def __init__(self, folder: Path) -> None:
        """`folder` has frame_times (s), frame_positions and frame_velocities (m, m/s, fixed to the earth).

        Raises:
            BadInput: they are not there, or do not fit.
        """
        times, places, speeds = (array(folder, f"frame_{name}") for name in ("times", "positions", "velocities"))
        if times.ndim != 1 or places.shape != (len(times), 3) or speeds.shape != places.shape or len(times) < 2:
            raise BadInput(f"poses do not fit: {times.shape}, {places.shape}, {speeds.shape}", place=str(folder))
        if not all(np.isfinite(each).all() for each in (times, places, speeds)):
            raise BadInput("a pose holds what is no number", place=str(folder))
        up = places[0] / np.linalg.norm(places[0])
        east = np.cross([0.0, 0.0, 1.0], up)
        east /= np.linalg.norm(east)
        plane = np.stack([east, np.cross(up, east)], axis=1)
        self.times: Float64 = times
        self.xy: Float64 = (places - places[0]) @ plane
        self.along: Float64 = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(self.xy, axis=0).T))])
        velocity = speeds @ plane
        self.headings: Float64 = np.unwrap(np.arctan2(velocity[:, 1], velocity[:, 0]))

    def left(self, when: float) -> float:
        """How far the way goes on from where the car is at a moment (s of the recorder's clock), m."""
        return float(self.along[-1] - np.interp(when, self.times, self.along))

    def ahead(self, when: float, first: int) -> tuple[Float64, int]:
        """Points (POINTS, 2) in the ego frame, from the `first` station on; how many of them the recording reaches."""
        here = float(np.interp(when, self.times, self.along))
        heading = float(np.interp(when, self.times, self.headings))
        stations = here + SPACING * (np.arange(POINTS) + first)
        found = np.stack([np.interp(stations, self.along, self.xy[:, k]) for k in (0, 1)], axis=1)
        before = np.minimum(stations, 0.0)  # before the recording began it came straight
        found += before[:, None] * np.array([np.cos(self.headings[0]), np.sin(self.headings[0])])
        own = np.array([np.interp(here, self.along, self.xy[:, k]) for k in (0, 1)])
        c, s = np.cos(heading), np.sin(heading)
        world_from_ego = np.array([[c, -s], [s, c]])
        return (found - own) @ world_from_ego, int(np.count_nonzero(stations <= self.along[-1]))

    def lanes(self, when: float, limit: float) -> Lanes:
        """The one lane, with a limit in m/s."""
        centre, seen = self.ahead(when, -BEHIND)

        def whole(value: int) -> np.ndarray:
            return np.full((1, 1), value, np.int32)

        def truth(value: bool) -> np.ndarray:
            return np.full((1, 1), value, np.bool_)

        return Lanes(
            present=truth(True), centre=centre[None, None].astype(np.float32),
            half_width=np.full((1, 1, POINTS), HALF, np.float32), seen=whole(seen), kind=whole(LaneKind.DRIVING),
            forward=truth(True), limit=np.full((1, 1), limit, np.float32), left=whole(-1), right=whole(-1),
            mark_left=whole(Mark.SOLID), mark_right=whole(Mark.SOLID), may_left=truth(False), may_right=truth(False),
            sure=np.ones((1, 1), np.float32), given=np.ones(1, np.bool_),
        )  # fmt: skip
