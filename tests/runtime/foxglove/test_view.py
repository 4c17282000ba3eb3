"""What people look at is derived from the words, keeps Foxglove's schemas, and survives numbers that are none."""

from __future__ import annotations

import base64
import json
import struct
import zlib

import numpy as np
import pytest

from aureole.core.kinds import SignalState
from aureole.core.observation import EgoMotion, Lanes, Objects, Observation, Signals, Tracks
from aureole.core.plan import Ask
from aureole.runtime.foxglove.schemas import IMAGE, LOG, PLOTS, SCENE_UPDATE, TRANSFORM
from aureole.runtime.foxglove.view import CHART, FRAMES, JOURNAL, KINDS, PLANNED, SEEN, TRUTH, View, png
from tests.runtime.words import SIZES, filled, step

SIZES |= {
    "tracks": 4,
    "lanes": 3,
    "points": 6,
    "cameras": 2,
    "rows": 5,
    "columns": 7,
    "returns": 1,
    "signals": 2,
    "objects": 2,
    "sensors": 2,
}
SCHEMAS = {TRUTH: SCENE_UPDATE, SEEN: SCENE_UPDATE, PLANNED: SCENE_UPDATE, FRAMES: TRANSFORM, CHART: PLOTS,
           JOURNAL: LOG, "view/camera0": IMAGE, "view/camera1": IMAGE}  # fmt: skip


def observation(tick: int = 0) -> Observation:
    ego, tracks, lanes = filled(EgoMotion, tick), filled(Tracks, tick), filled(Lanes, tick)
    arrays = {
        name: np.zeros(shape, dtype)
        for name, shape, dtype in (
            ("stamp", 1, np.int64), ("route", (1, 6, 2), np.float32), ("set_speed", 1, np.float32),
            ("images", (1, 2, 5, 7, 3), np.uint8), ("points", (1, 1, 4), np.float32), ("order", (1, 128), np.uint8),
            ("order_length", 1, np.int32), ("age", (1, 2), np.float32),
        )
    }  # fmt: skip
    return Observation(
        ego=ego, tracks=tracks, lanes=lanes, signals=filled(Signals, tick), objects=filled(Objects, tick), **arrays
    )


def seen(*words) -> dict[str, dict]:
    view, found = View(), {}
    for topic, word in words:
        for entry in view.of(topic, word, 1_500_000_000, 0):
            found[entry.topic] = json.loads(entry.data)
    return found


def keeps(message, schema) -> None:
    """Every field is one of the schema, of its type."""
    match schema["type"]:
        case "object":
            assert isinstance(message, dict)
            for name, value in message.items():
                keeps(value, schema["properties"][name])
        case "array":
            for each in message:
                keeps(each, schema["items"])
        case "number":
            assert message is None or isinstance(message, (int, float))
        case "integer":
            assert isinstance(message, int)
            assert message >= schema.get("minimum", message)
        case kind:
            assert isinstance(message, {"string": str, "boolean": bool}[kind])


def test_every_message_keeps_its_published_schema():
    scene, plan, command = step(0)
    plan.ask[0] = Ask.TAKEOVER
    found = seen(
        ("plan", plan), ("wish", command), ("command", command), ("observation", observation()), ("scene", scene)
    )
    assert set(found) == set(SCHEMAS)
    for channel, message in found.items():
        keeps(message, SCHEMAS[channel])
        assert json.loads(KINDS[channel].schema) == SCHEMAS[channel]
        assert KINDS[channel].schema_encoding == "jsonschema"
    assert found[JOURNAL]["message"] == "the driver asks a human to take over"
    assert found[TRUTH]["entities"][0]["timestamp"] == {"sec": 1, "nsec": 500_000_000}


def test_every_present_agent_is_a_box_where_its_box_is():
    scene = step(0)[0]
    scene.present[0] = [True, False, True]
    scene.heading[0] = np.pi / 2.0
    scene.box_from_reference[0] = [2.0, 0.0, 0.5]
    cubes = seen(("scene", scene))[TRUTH]["entities"][0]["cubes"]
    assert len(cubes) == 2
    x, y, z = scene.xyz[0, 0]
    assert cubes[0]["pose"]["position"] == pytest.approx({"x": x, "y": y + 2.0, "z": z + 0.5})


def test_numbers_that_are_none_are_shown_as_nothing_and_stop_nobody():
    word = observation()
    word.ego.speed[0] = word.tracks.xy[0, 0, 0] = np.nan
    assert seen(("observation", word))[CHART]["speed"] is None


def test_a_picture_is_a_png_of_the_same_pixels():
    pixels = np.random.default_rng(0).integers(0, 255, (5, 7, 3), dtype=np.uint8)
    word = observation()
    word.images[0, 1] = pixels
    data = base64.b64decode(seen(("observation", word))["view/camera1"]["data"])
    assert data == png(pixels)
    assert struct.unpack(">II", data[16:24]) == (7, 5)
    rows = np.frombuffer(zlib.decompress(data[data.index(b"IDAT") + 4 : -16]), np.uint8).reshape(5, 22)
    assert (rows[:, 1:].reshape(5, 7, 3) == pixels).all()


def test_a_look_comes_ten_times_a_second_and_plots_with_every_observation():
    view = View()
    moments = [k * 10_000_000 for k in range(100)]
    topics = [entry.topic for at in moments for entry in view.of("observation", observation(), at, at)]
    assert (topics.count(SEEN), topics.count(CHART)) == (10, 100)


def test_signals_are_plates_of_the_colour_they_show_and_objects_boxes_of_their_own():
    word = observation()
    word.signals.present[:], word.objects.present[:] = [[True, False]], [[True, True]]
    word.signals.state[0, 0] = SignalState.GREEN
    found = {one["id"]: one for one in seen(("seen", word))[SEEN]["entities"]}
    assert [plate["color"]["g"] for plate in found["signals"]["cubes"]] == [0.8]
    assert len(found["objects"]["cubes"]) == 2
