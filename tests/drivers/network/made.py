"""Small networks, written in ONNX's own text, and looks to show them."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx.parser

from aureole.cli import given
from aureole.cli.drivers import found
from aureole.drivers.network.driver import onnx_file
from aureole.exam.conformance.looks import Listener
from aureole.exam.drive import build_world
from aureole.exam.setup import Drive
from aureole.exam.suites.cases import SuiteCase
from aureole.runtime.loop import run
from aureole.vehicle.follower import Follower

TEXT = '<ir_version: 10, opset_import: ["" : 21]>\nnet {ports}\n{{\n{body}\n}}\n'
STEER = "half = Constant <value = float {0.5}> ()\n zero = Constant <value = float {0.0}> ()\n"
STRAIGHT = STEER + " steer = Mul (ego_speed, zero)\n accel = Sub (set_speed, ego_speed)"
"""Straight on, towards the set speed."""
PORTS = "(float[worlds] ego_speed, float[worlds] set_speed) => (float[worlds] accel, float[worlds] steer)"
RECURRENT = (
    "(float[worlds] ego_speed, float[worlds] set_speed, float[worlds, 1] memory_looks)"
    " => (float[worlds] accel, float[worlds] steer, float[worlds, 1] next_memory_looks)"
)
COUNTS = (
    STEER + " one = Constant <value = float {1.0}> ()\n axis = Constant <value = int64[1] {1}> ()\n"
    " next_memory_looks = Add (memory_looks, one)\n looks = Squeeze (next_memory_looks, axis)\n"
    " steer = Mul (ego_speed, zero)\n less = Div (ego_speed, looks)\n accel = Sub (half, less)"
)
"""Brakes by its speed, the less the more looks it remembers."""


def written(path: Path, body: str = STRAIGHT, ports: str = PORTS, **metadata: str) -> Path:
    """A network as a file."""
    model = onnx.parser.parse_model(TEXT.format(ports=ports, body=body))
    for key, value in metadata.items():
        model.metadata_props.add(key=f"aureole.{key}", value=value)
    path.write_bytes(model.SerializeToString())
    return path


def opened(path: Path):
    """Its driver."""
    return onnx_file(str(path))()


def refused(path: Path):
    """Looks for it as the command line does."""
    return found(str(path))


def drives(count: int = 4) -> list[Drive]:
    """Cut-ins that differ in the speed at which they are driven."""
    base = given.case_of("cut-in", [])
    return [Drive(SuiteCase(f"c{k}", base.path, {**base.params, "EgoSpeed_kmh": f"{70 + k}"}), k) for k in range(count)]


def setup(path: Path | str, **how):
    """Three seconds of driving."""
    return given.setup(str(path), None, **{"timeout": 3.0, **how})


@functools.cache
def seen(worlds: int = 4):
    """Mission and looks of a second of real driving."""
    listener = Listener(found("rules")())
    world = build_world(drives(worlds), replace(setup("rules"), timeout=1.0))
    run(world, listener, Follower())
    return world.brief.mission, listener.looks


def same(one, other) -> bool:
    """Whether two plans have the same bits."""
    return all(np.array_equal(getattr(one, n), getattr(other, n), equal_nan=True) for n in type(one).__slots__)
