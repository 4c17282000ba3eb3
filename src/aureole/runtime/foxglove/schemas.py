"""The schemas of Foxglove's messages that we write, in JSON (https://docs.foxglove.dev/docs/sdk/schemas).

Names and fields are the published ones; descriptions are left out. What a message leaves out (spheres, texts of an
entity) a reader takes for empty.
"""

from __future__ import annotations

from typing import Any

import msgspec

from aureole.runtime.recorder.part import Kind

Schema = dict[str, Any]
NUMBER: Schema = {"type": "number"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
TEXT: Schema = {"type": "string"}
YES: Schema = {"type": "boolean"}


def record(title: str, **properties: Schema) -> Schema:
    """A message of these fields."""
    return {"title": title, "type": "object", "properties": properties}


def many(items: Schema) -> Schema:
    """Any number of them."""
    return {"type": "array", "items": items}


TIME = record("time", sec=WHOLE, nsec={**WHOLE, "maximum": 999_999_999})
SPAN = record("duration", sec={"type": "integer"}, nsec={**WHOLE, "maximum": 999_999_999})
VECTOR = record("foxglove.Vector3", x=NUMBER, y=NUMBER, z=NUMBER)
POINT = record("foxglove.Point3", x=NUMBER, y=NUMBER, z=NUMBER)
TURN = record("foxglove.Quaternion", x=NUMBER, y=NUMBER, z=NUMBER, w=NUMBER)
COLOR = record("foxglove.Color", r=NUMBER, g=NUMBER, b=NUMBER, a=NUMBER)
POSE = record("foxglove.Pose", position=VECTOR, orientation=TURN)
CUBE = record("foxglove.CubePrimitive", pose=POSE, size=VECTOR, color=COLOR)
LINE = record(
    "foxglove.LinePrimitive", type=WHOLE, pose=POSE, thickness=NUMBER, scale_invariant=YES, points=many(POINT),
    color=COLOR, colors=many(COLOR), indices=many(WHOLE),
)  # fmt: skip
WORDS = record("foxglove.TextPrimitive", pose=POSE, billboard=YES, font_size=NUMBER, scale_invariant=YES, color=COLOR,
               text=TEXT)  # fmt: skip
ENTITY = record(
    "foxglove.SceneEntity", timestamp=TIME, frame_id=TEXT, id=TEXT, lifetime=SPAN, frame_locked=YES,
    metadata=many(record("foxglove.KeyValuePair", key=TEXT, value=TEXT)), cubes=many(CUBE), lines=many(LINE),
    texts=many(WORDS),
)  # fmt: skip
DELETION = record("foxglove.SceneEntityDeletion", timestamp=TIME, type=WHOLE, id=TEXT)
SCENE_UPDATE = record("foxglove.SceneUpdate", deletions=many(DELETION), entities=many(ENTITY))
TRANSFORM = record(
    "foxglove.FrameTransform", timestamp=TIME, parent_frame_id=TEXT, child_frame_id=TEXT, translation=VECTOR,
    rotation=TURN,
)  # fmt: skip
IMAGE = record("foxglove.CompressedImage", timestamp=TIME, frame_id=TEXT,
               data={"type": "string", "contentEncoding": "base64"}, format=TEXT)  # fmt: skip
LOG = record("foxglove.Log", timestamp=TIME, level=WHOLE, message=TEXT, name=TEXT, file=TEXT, line=WHOLE)
PLOTS = record(
    "aureole.Plots", speed=NUMBER, accel=NUMBER, yaw_rate=NUMBER, steer=NUMBER, set_speed=NUMBER, gap=NUMBER,
    wish_accel=NUMBER, wish_steer=NUMBER, command_accel=NUMBER, command_steer=NUMBER, plan_speed=NUMBER,
    plan_age=NUMBER, sure=NUMBER,
)  # fmt: skip


def kind(schema: Schema) -> Kind:
    """What a channel of such messages carries."""
    return Kind(schema["title"], "jsonschema", msgspec.json.encode(schema), "json")
