"""Words of a car as messages to look at: what is there, what is seen, what is planned, plots, pictures and a log."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np

from aureole.core.command import Command
from aureole.core.kinds import SignalState
from aureole.core.notes import Array
from aureole.core.observation import Objects, Observation, Signals
from aureole.core.plan import Ask, Plan
from aureole.core.scene import Scene
from aureole.runtime.foxglove.schemas import IMAGE, LOG, PLOTS, SCENE_UPDATE, TRANSFORM, kind
from aureole.runtime.foxglove.shapes import Message, box, color, entity, pose, strip, time, turn, vector
from aureole.runtime.png import NONE, wrapped
from aureole.runtime.recorder.part import Entry, Kind

TRUTH, SEEN, PLANNED, FRAMES, CHART, JOURNAL = (
    "view/truth", "view/seen", "view/plan", "view/frames", "view/plots", "view/log",
)  # fmt: skip
CAMERAS = 8  # at most
CAMERA = "view/camera"
QUICK = 1  # zlib's level: pictures are packed while it drives
KINDS: dict[str, Kind] = {
    TRUTH: kind(SCENE_UPDATE), SEEN: kind(SCENE_UPDATE), PLANNED: kind(SCENE_UPDATE), FRAMES: kind(TRANSFORM),
    CHART: kind(PLOTS), JOURNAL: kind(LOG), **{f"{CAMERA}{k}": kind(IMAGE) for k in range(CAMERAS)},
}  # fmt: skip
EVERY = 100_000_000  # ns between two looks; plots come with each observation
STAYS = 0.3  # s that a picture stays when nothing follows
OWN, OTHER, TRACK = color(0.2, 0.5, 1.0), color(0.6, 0.6, 0.6), color(1.0, 0.6, 0.1, 0.7)
LANE, WAY = color(0.5, 0.5, 0.5, 0.6), color(0.1, 0.8, 0.3)
THING, SIGN, RED, YELLOW, GREEN = (
    color(1.0, 0.4, 0.0), color(0.9, 0.9, 0.9), color(1.0, 0.1, 0.1), color(1.0, 0.8, 0.1), color(0.1, 0.8, 0.2),
)  # fmt: skip
COLOURS = {
    int(SignalState.RED): RED, int(SignalState.RED_YELLOW): RED, int(SignalState.STOP): RED,
    int(SignalState.YELLOW): YELLOW, int(SignalState.FLASHING): YELLOW, int(SignalState.SLOW): YELLOW,
    int(SignalState.LEFT): YELLOW, int(SignalState.RIGHT): YELLOW, int(SignalState.GREEN): GREEN,
}  # fmt: skip
INFO, WARNING, ERROR = 2, 3, 4  # foxglove.LogLevel
ASKS: dict[int, str] = {
    Ask.TAKEOVER: "the driver asks a human to take over",
    Ask.MINIMAL_RISK: "the driver stops by itself",
}


class View:
    """Sees every word, and makes messages of some."""

    def __init__(self) -> None:
        self.shown: dict[str, int] = {}
        self.values: dict[str, float] = {}
        self.planned, self.ask = 0, 0

    def of(self, topic: str, word: Any, heard: int, stamp: int) -> list[Entry]:
        """What there is to see of one word; `heard` and `stamp` as the recorder writes it, ns."""
        return [
            Entry(channel, heard, stamp, 0, msgspec.json.encode(message))
            for channel, message in self._messages(topic, word, heard)
        ]

    def _messages(self, topic: str, word: Any, moment: int) -> Iterator[tuple[str, Message]]:
        if isinstance(word, Command):
            name = "wish" if topic == "wish" else "command"
            self.values |= {f"{name}_accel": word.accel.item(), f"{name}_steer": word.steer.item()}
        elif isinstance(word, Plan):
            yield from self._plan(word, moment)
        elif isinstance(word, Observation):
            yield CHART, self._plots(word)
            if self._due(SEEN, moment):
                yield SEEN, seen(word, moment)
                for k in range(min(word.images.shape[1], CAMERAS) if word.images.size else 0):
                    yield f"{CAMERA}{k}", image(word.images[0, k], k, moment)
        elif isinstance(word, Scene) and self._due(TRUTH, moment):
            yield FRAMES, frame(word, moment)
            yield TRUTH, truth(word, moment)

    def _due(self, channel: str, moment: int) -> bool:
        if moment - self.shown.get(channel, -EVERY) < EVERY:
            return False
        self.shown[channel] = moment
        return True

    def _plan(self, plan: Plan, moment: int) -> Iterator[tuple[str, Message]]:
        self.planned = plan.stamp.item()
        self.values |= {"plan_speed": float(plan.speed[0, 0]), "sure": float(plan.sure[0])}
        yield PLANNED, {"deletions": [], "entities": [
            entity("plan", "ego", moment, 1.0, lines=[strip(plan.xy[0], 0.4, WAY)], cubes=[], texts=[])]}  # fmt: skip
        ask = plan.ask.item()
        if ask != self.ask:
            self.ask = ask
            text = ASKS.get(ask, "the driver drives")
            yield JOURNAL, log(moment, text, "driver", WARNING if ask else INFO)

    def _plots(self, word: Observation) -> Message:
        ego, near = word.ego, ahead(word)
        self.values |= {
            "speed": float(ego.speed[0]), "accel": float(ego.accel[0]), "yaw_rate": float(ego.yaw_rate[0]),
            "steer": float(ego.steer[0]), "set_speed": float(word.set_speed[0]), "gap": near,
            "plan_age": (word.stamp.item() - self.planned) * 1e-9,
        }  # fmt: skip
        return dict(self.values)


def ahead(word: Observation) -> float:
    """Metres along the own axis to the centre of the nearest track within two metres beside it; infinite: none."""
    xy, there = word.tracks.xy[0], word.tracks.present[0]
    found = xy[there & (xy[:, 0] > 0.0) & (np.abs(xy[:, 1]) < 2.0), 0]
    return float(found.min()) if len(found) else float("inf")


def truth(scene: Scene, moment: int) -> Message:
    """Every agent as a box."""
    cubes = []
    for k in np.flatnonzero(scene.present[0]).tolist():
        x, y, z = scene.xyz[0, k].tolist()
        heading = scene.heading[0, k].item()
        forward, left, up = scene.box_from_reference[0, k].tolist()
        c, s = math.cos(heading), math.sin(heading)
        at = pose(x + c * forward - s * left, y + s * forward + c * left, z + up, heading)
        cubes.append(box(at, tuple(scene.size[0, k].tolist()), OWN if k == 0 else OTHER))
    return {"deletions": [], "entities": [entity("agents", "world", moment, STAYS, cubes=cubes, lines=[], texts=[])]}


def frame(scene: Scene, moment: int) -> Message:
    """Where the ego frame lies in the world."""
    return {
        "timestamp": time(moment), "parent_frame_id": "world", "child_frame_id": "ego",
        "translation": vector(*scene.xyz[0, 0].tolist()), "rotation": turn(scene.heading[0, 0].item()),
    }  # fmt: skip


def over(word: Objects | Signals, k: int, height: float) -> Message:
    """The pose of one of the first car's, that high above the ground, m."""
    x, y = word.xy[0, k].tolist()
    return pose(x, y, height, float(word.heading[0, k]))


def seen(word: Observation, moment: int) -> Message:
    """Tracks as boxes, objects as lower ones, signals as plates of the colour they show; lanes and route as lines."""
    tracks, lanes = word.tracks, word.lanes
    cubes = []
    for k in np.flatnonzero(tracks.present[0]).tolist():
        x, y = tracks.xy[0, k].tolist()
        length, width = tracks.size[0, k].tolist()
        cubes.append(box(pose(x, y, 0.75, float(tracks.heading[0, k])), (length, width, 1.5), TRACK))
    boxes = [
        box(over(word.objects, k, 0.4),
            (*word.objects.size[0, k].tolist(), 0.8), THING)
        for k in np.flatnonzero(word.objects.present[0]).tolist()
    ]  # fmt: skip
    signs = [
        box(over(word.signals, k, 2.5), (0.1, 0.6, 0.6),
            COLOURS.get(int(word.signals.state[0, k]), SIGN))
        for k in np.flatnonzero(word.signals.present[0]).tolist()
    ]  # fmt: skip
    lines = [
        strip(lanes.centre[0, k, : lanes.seen[0, k]], 0.1, LANE) for k in np.flatnonzero(lanes.present[0]).tolist()
    ]
    return {"deletions": [], "entities": [
        entity("tracks", "ego", moment, STAYS, cubes=cubes, lines=[], texts=[]),
        entity("objects", "ego", moment, STAYS, cubes=boxes, lines=[], texts=[]),
        entity("signals", "ego", moment, STAYS, cubes=signs, lines=[], texts=[]),
        entity("lanes", "ego", moment, STAYS, cubes=[], lines=lines, texts=[]),
    ]}  # fmt: skip


def image(pixels: Array, camera: int, moment: int) -> Message:
    """One picture (`rows columns 3`), nothing of it lost."""
    data = base64.b64encode(png(pixels)).decode()
    return {"timestamp": time(moment), "frame_id": f"camera{camera}", "data": data, "format": "png"}


def png(pixels: Array) -> bytes:
    """A picture (`rows columns 3`, bytes of red, green, blue) as PNG, quickly."""
    rows = len(pixels)
    return wrapped(np.concatenate([np.full((rows, 1), NONE, np.uint8), pixels.reshape(rows, -1)], axis=1), QUICK)


def log(moment: int, text: str, name: str, level: int = INFO) -> Message:
    """Something that happened."""
    return {"timestamp": time(moment), "level": level, "message": text, "name": name, "file": "", "line": 0}


def told(moment: int, text: str, name: str, level: int = INFO) -> Entry:
    """The same, to be recorded."""
    return Entry(JOURNAL, moment, moment, 0, msgspec.json.encode(log(moment, text, name, level)))
