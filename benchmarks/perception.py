"""How long it takes to see: the network of perception, and all of a look, for the four eyes of the sedan, on one core.

    python benchmarks/perception.py [--json] [--rounds N] [FILE.onnx]

`network` is one run of the network (onnxruntime, one thread); `look` is `Perceiving.perceive` of one world: grids,
network, peaks, tracking, words. Pictures are noise with some hundred candidates, so that what comes after the network
has more to do than usual. Times are of processor time, so that a loaded machine tells them too; p50 and p95 of rounds.
"""

from __future__ import annotations

import dataclasses
import json
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from aureole.core.mission import Mission
from aureole.core.noise import uniform
from aureole.drivers.perception.driver import Perceiving
from aureole.drivers.perception.lanes import line_of
from aureole.drivers.perception.look import feed
from aureole.drivers.perception.shipped import weights_file
from aureole.drivers.rules.driver import Rules
from aureole.vehicle.cars import load
from tests.drivers.perception.looks import looking

AIM = 12.0  # ms; p50 on one core
EYES, ROWS, COLUMNS = 4, 64, 160


def pictures(number: int) -> np.ndarray:
    """Pictures of noise under a bright sky, another one each round."""
    drawn = uniform(np.array([number], np.uint64), 0, (1, EYES, ROWS, COLUMNS, 3))[0]
    sky = np.linspace(180.0, 60.0, ROWS)[None, None, :, None, None]
    return np.clip(sky + 60.0 * (drawn - 0.5), 0.0, 254.0).astype(np.uint8)


def measured(rounds: int, name: str) -> dict[str, float]:
    """Milliseconds by name."""
    perceiver = weights_file(name)()
    driver = Perceiving(Rules(), perceiver)
    zeros = np.zeros((1, 128), np.uint8)
    mission = Mission(load("sedan"), 0.01, np.full(1, 10.0), zeros, np.zeros(1, np.int32), np.zeros(1, np.uint64))
    mind = driver.reset(mission)
    network, look = [], []
    for k in range(rounds + 5):
        seen = dataclasses.replace(looking(stamp=0.1 * k, speed=10.0), images=pictures(k))
        fed = feed(mind.seen.sight, seen.images[0], line_of(seen.route[0]), np.zeros(EYES, np.bool_))
        started = time.process_time()
        perceiver.look(fed)
        between = time.process_time()
        _, mind = driver.perceive(seen, mind)
        network.append(1e3 * (between - started))
        look.append(1e3 * (time.process_time() - between))
    return {
        f"{what}_p{share}": float(np.percentile(times[5:], share))
        for what, times in (("network", network), ("look", look)) for share in (50, 95)
    }  # fmt: skip


def main() -> None:
    """Measure, and tell."""
    words = sys.argv[1:]
    rounds = int(words[words.index("--rounds") + 1]) if "--rounds" in words else 100
    files = [word for word in words if word.endswith(".onnx")]
    found = measured(rounds, files[0] if files else "")
    if "--json" in words:
        print(json.dumps(found))
        return
    print(f"four eyes of {COLUMNS} x {ROWS}, one core, {rounds} looks; the aim is {AIM:g} ms")
    for name, value in found.items():
        print(f"{name:<14} {value:7.2f} ms")


if __name__ == "__main__":
    main()
