"""Pictures a second of processor time: our cameras and Panda3D's software renderer, on the same plain scene, in turns.

    python benchmarks/camera.py [--json] [--rounds N] [--alone]

The plain scene (peers/plain_scene.py) is a ground with lanes, 20 boxes and 16 cones, lit by sun and sky, with haze; one
ray a pixel, no distortion, no noise. `works` is a full scene of road works: vehicles of all kinds with windows, wheels
and lamps, workers, cones, barriers, signs, an arrow board, a temporary light, guard rails and trees. Each round draws
both one after the other; what is told is the median of rounds and of their ratios. Panda3D comes from PyPI into an
environment of its own that lasts as long as the measurement; --alone leaves it out.
"""

from __future__ import annotations

import itertools
import json
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent / "peers"))

from plain_scene import BOXES, CONES, DASH, DOWN, EYE, LANES, LINE, PERIOD, ROAD, SIZES, VIEW

from aureole.core.car import Optics, Sensor
from aureole.core.kinds import Kind, SignalKind, SignalState
from aureole.world.sensing.cameras.render import Camera, Eye
from aureole.world.sensing.stage import ground as on
from aureole.world.sensing.stage import stage as st
from aureole.world.sensing.stage.light import DAY, light_of
from aureole.world.sensing.stage.models import models
from aureole.world.sensing.stage.paving import along, blocks, listed
from aureole.world.sensing.stage.pictures import number_of, pictures
from aureole.world.sensing.stage.stage import Stage
from aureole.world.sensing.stage.texture import grain

ROOM = Path(__file__).resolve().parent
SECONDS = 1.0  # of drawing, for one number
LONG = 500.0  # m; of the road


def road() -> on.Ground:
    """A straight road with its lines."""
    stations = np.arange(-20.0, LONG, 4.0)
    edges, strokes = (-ROAD, ROAD), []
    quads = np.array([[(a, edges[0]), (b, edges[0]), (b, edges[1]), (a, edges[1])]
                      for a, b in itertools.pairwise(stations)])  # fmt: skip
    for number, y in enumerate((*LANES, *edges)):
        line = along(np.column_stack((stations, np.full(len(stations), y))), stations)
        if number < len(LANES):
            line[:, on.K_HALF], line[:, on.K_WHAT] = 0.5 * LINE, on.WHITE
            if number not in (0, len(LANES) - 1):
                line[:, on.K_ON], line[:, on.K_PERIOD] = DASH, PERIOD
        else:
            inside = (on.ASPHALT, on.GRASS) if y < 0.0 else (on.GRASS, on.ASPHALT)
            line[:, on.K_WHAT], line[:, on.K_LEFT], line[:, on.K_RIGHT] = on.EDGE, *inside
        strokes.append(line)
    bare = blocks(quads, 0.0)
    on.pave(bare, quads, np.full(len(quads), on.ASPHALT, np.int32))
    return listed(bare, np.concatenate(strokes))


def thing(
    kind: int, ahead: float, left: float, heading: float, size: tuple[float, float, float], **more: float
) -> list[float]:
    """A row of a movable thing."""
    row = [0.0] * st.THING
    row[st.T_KIND], row[st.T_X], row[st.T_Y], row[st.T_HEADING] = kind, ahead, left, heading
    row[st.T_LENGTH], row[st.T_WIDTH], row[st.T_HEIGHT] = size
    row[st.T_SEED], row[st.T_LAMPS], row[st.T_POSE] = more.get("seed", 1), more.get("lamps", 0), more.get("pose", 0)
    return row


def sign(kind: int, ahead: float, left: float, *, state: int = 0, value: float = 0.0, up: float = 1.9) -> list[float]:
    """A row of a signal."""
    return [kind, state, value, ahead, left, up, 0.0, 0.0, number_of(kind, state, value), 0.85]


def staged(things: list[list[float]], signals: list[list[float]], fixed: list[list[float]], *, cloud: float) -> Stage:
    """A stage on the road."""
    light = light_of(DAY)[None].copy()
    light[0, st.L_CLOUD] = cloud
    rows = (
        np.array(fixed).reshape(-1, st.FIXED_THING),
        np.array(things)[None],
        np.array(signals).reshape(1, -1, st.SIGNAL),
    )
    return Stage(road(), models(), grain(), pictures(), *rows, light)


def plain() -> Stage:
    """What the peer draws too."""
    things = [thing(Kind.OBSTACLE, *box[:3], box[3], seed=k) for k, box in enumerate(BOXES)]
    things += [thing(Kind.CONE, ahead, left, 0.0, (0.4, 0.4, height)) for ahead, left, height in CONES]
    return staged(things, [], [], cloud=0.0)


def works() -> Stage:
    """A full scene of road works."""
    car, things = (4.7, 1.84, 1.45), list[list[float]]()
    for k in range(9):
        things.append(thing(Kind.CAR, 14.0 + 11.0 * k, (3.5, -0.2)[k % 2], 0.0, car, seed=k, lamps=4 * (k % 3 == 0)))
    things += [
        thing(Kind.TRUCK, 34.0, -3.6, 0.0, (9.0, 2.5, 3.6), seed=2),
        thing(Kind.VAN, 60.0, -3.6, 0.0, (5.4, 2.0, 2.4), seed=7),
    ]
    things += [thing(Kind.CONE, 10.0 + 3.0 * k, -5.0 + 0.24 * k, 0.0, (0.4, 0.4, 0.75)) for k in range(16)]
    things += [thing(Kind.BARRIER, 24.0 + 2.2 * k, -5.6, 0.0, (2.0, 0.5, 0.9)) for k in range(10)]
    things += [
        thing(Kind.PEDESTRIAN, 20.0 + 4.0 * k, -4.4, 0.7 * k, (0.5, 0.6, 1.8), seed=k, pose=k % 3) for k in range(5)
    ]
    signals = [sign(SignalKind.WORKS, 12.0, -6.8), sign(SignalKind.LIMIT, 16.0, -6.8, value=60 / 3.6),
               sign(SignalKind.ARROW_BOARD, 28.0, -3.6, state=SignalState.LEFT, up=2.0),
               sign(SignalKind.LIGHT, 22.0, -6.2, state=SignalState.GREEN)]  # fmt: skip
    fixed = [
        [st.RAIL, -5.0 + 10.0 * k, side * 8.0, 0.0, 0.0, 10.0, 0.0, 0.75, 0.0] for k in range(20) for side in (-1, 1)
    ]
    fixed += [
        [st.TREE, 10.0 + 9.0 * k, side * (15.0 + 3 * (k % 4)), 0.0, 0.0, 0.0, 0.0, 9.0, k]
        for k in range(22)
        for side in (-1, 1)
    ]
    return staged(things, signals, fixed, cloud=0.35)


def camera(size: tuple[int, int]) -> Camera:
    """The eye of the plain scene."""
    columns, rows = size
    return Camera(Sensor("eye", "camera", 0.0, 0.0, 0.0, VIEW, 0.0, 0.0, Optics(columns, rows, EYE[2], DOWN)))


def eyes(frames: int) -> Eye:
    """The car, a millimetre further on in each frame; frames are worlds."""
    xyz = np.zeros((frames, 3))
    xyz[:, 0] = 0.001 * np.arange(frames)
    return Eye(xyz, np.zeros((frames, 3)), np.zeros((frames, 2)), np.zeros(frames))


def ours(stage: Stage, eye: Camera, frames: int) -> float:
    """Frames a second of processor time; all frames show one world's things."""
    many = stage._replace(
        things=np.broadcast_to(stage.things, (frames, *stage.things.shape[1:])).copy(),
        signals=np.broadcast_to(stage.signals, (frames, *stage.signals.shape[1:])).copy(),
        light=np.broadcast_to(stage.light, (frames, stage.light.shape[1])).copy(),
    )
    started = time.process_time()
    eye.see(many, eyes(frames), agent=-1)
    return frames / (time.process_time() - started)


def peer(folder: Path) -> tuple[Path | None, str]:
    """A Python with Panda3D, and its version, or why there is none."""
    try:
        venv.create(folder / "panda3d", with_pip=True)
        python = folder / "panda3d/bin/python"
        subprocess.run(
            [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "panda3d"],
            check=True,
            capture_output=True,
        )
        ask = "import importlib.metadata as m; print(m.version('panda3d'))"
        return python, subprocess.run([python, "-c", ask], check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError) as error:
        return None, f"cannot be installed: {error}"


def theirs(python: Path, size: tuple[int, int]) -> subprocess.Popen[str]:
    """The peer at work, waiting for its turn."""
    command = [str(python), str(ROOM / "peers/over_panda3d.py"), *map(str, size), "300"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    while process.stdout.readline().strip().lower().find("tiny") < 0:
        if process.poll() is not None:
            raise OSError("the peer ended before it drew")
    return process


def asked(process: subprocess.Popen[str]) -> float:
    """Its next number."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def measured(size: tuple[int, int], python: Path | None, rounds: int) -> dict[str, float | str]:
    """One size, in turns."""
    eye, scenes = camera(size), {"plain": plain(), "works": works()}
    frames = {name: max(int(SECONDS * ours(scene, eye, 20)), 20) for name, scene in scenes.items()}
    process = theirs(python, size) if python else None
    found: dict[str, list[float]] = {"plain": [], "works": [], "panda3d": []}
    for _ in range(rounds):
        for name, scene in scenes.items():
            found[name].append(ours(scene, eye, frames[name]))
        if process:
            found["panda3d"].append(asked(process))
    row: dict[str, float | str] = {"size": f"{size[0]}x{size[1]}"}
    row |= {name: round(statistics.median(values), 1) for name, values in found.items() if values}
    if process:
        process.kill()
        pairs = zip(found["plain"], found["panda3d"], strict=True)
        row["ratio"] = round(statistics.median(a / b for a, b in pairs), 2)
    return row


def main() -> int:
    """Prints the table."""
    rounds = int(sys.argv[sys.argv.index("--rounds") + 1]) if "--rounds" in sys.argv else 7
    with tempfile.TemporaryDirectory() as name:
        python, version = (None, "left out") if "--alone" in sys.argv else peer(Path(name))
        rows = [measured(size, python, rounds) for size in SIZES]
    if "--json" in sys.argv:
        print(json.dumps({"panda3d": version, "rows": rows}))
        return 0
    print(f"frames a second of processor time, median of {rounds}; panda3d {version}")
    names = ("size", "plain", "works", "panda3d", "ratio")
    print("".join(f"{name:>10}" for name in names))
    for row in rows:
        print("".join(f"{row.get(name, '–'):>10}" for name in names))
    return 0


if __name__ == "__main__":
    sys.exit(main())
