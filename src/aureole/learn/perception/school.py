"""The whole recipe: pictures, training, calibration, the file and what is known of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from aureole.core.errors import BadInput
from aureole.core.notes import Float32
from aureole.drivers.perception.eyes import eyes_of
from aureole.drivers.perception.table import VERSION
from aureole.learn.perception.calibrate import answers, fitted, looked, plain
from aureole.learn.perception.data.drives import wanted
from aureole.learn.perception.data.keep import Progress, generate
from aureole.learn.perception.export import write
from aureole.learn.perception.held import scores
from aureole.learn.perception.lessons import Frames, Lessons, frames, half
from aureole.learn.perception.net import Net, weights_of
from aureole.learn.perception.train import Course, Recipe, Told
from aureole.runtime.files import whole
from aureole.vehicle.cars import load

FILE, CARD = "perception.onnx", "card.json"
DATA = "our own world alone: situations of the training suites filmed by its cameras; held out: other roads and values"
LICENCE = "Apache-2.0, as all of Aureole; no data of others went in"
PICTURES, HELD = "train", "held"
LEAST = 16  # frames


class Plan(NamedTuple):
    """What is to be done."""

    out: Path
    """Folder of the training and of the file."""
    pictures: Path
    """Folder of the pictures."""
    frames: int
    """To train on."""
    held: int
    """Held out."""
    seeds: int
    """Of each situation, at most."""
    recipe: Recipe


class Tells(NamedTuple):
    """Who is told how far it has come."""

    filming: Callable[[str, Progress], None] = lambda _, __: None
    learning: Callable[[Told], None] = lambda _: None


def school(plan: Plan, tells: Tells) -> dict[str, Any]:
    """Do all of it; what came of it, in figures.

    Raises:
        BadInput: a number is out of range, or a checkpoint is another training's.
        Trouble: a folder cannot be written, or no drive could be filmed.
    """
    check(plan)
    parts = [gathered(plan, half_, tells) for half_ in ("train", "test")]
    lessons, held = Lessons(parts[0]), Lessons(parts[1])
    net = Course(plan.out, plan.recipe, lessons, held).go(tells.learning)
    calibration, figures = judged(net, parts[1])
    made = write(net, calibration, held, plan.out / FILE)
    card = {
        **made, "table": VERSION, "weights": weights_of(net), "frames": len(parts[0]), "held_frames": len(parts[1]),
        "recipe": plan.recipe._asdict(), "data": DATA, "licence": LICENCE, "held_out": figures,
    }  # fmt: skip
    with whole(plan.out / CARD) as file:
        json.dump(card, file, indent=1)
        file.write("\n")
    return card


def judged(net: Net, given: Frames) -> tuple[Float32, dict[str, Any]]:
    """The calibration, fitted to the first half of what is held out, and figures of the second half."""
    first, second = Lessons(half(given, 0)), Lessons(half(given, 1))
    calibration = fitted([looked(frame, first, plain()) for frame in answers(net, first)])
    return calibration, scores(net, second, calibration)


def check(plan: Plan) -> None:
    """Refuse numbers that are out of range.

    Raises:
        BadInput: there is one.
    """
    recipe = plan.recipe
    for name, value, low, high in (
        ("--frames", plan.frames, LEAST, 10**6), ("--held", plan.held, LEAST, 10**6), ("--seeds", plan.seeds, 1, 10**4),
        ("--batches", recipe.batches, 1, 10**7), ("--size", recipe.size, 2, 1024), ("--seed", recipe.seed, 0, 2**31),
    ):  # fmt: skip
        if not low <= value <= high:
            raise BadInput(f"{name} {value}: expected {low} to {high}")


def gathered(plan: Plan, half_: str, tells: Tells) -> Frames:
    """The frames of a half, filmed where they are not there yet."""
    count = plan.frames if half_ == "train" else plan.held
    folder = plan.pictures / (PICTURES if half_ == "train" else HELD)
    drives = wanted(half_, plan.seeds)
    done = generate(folder, drives, count, lambda now: tells.filming(half_, now))
    paths = [folder / f"{one.name}.npz" for one in drives[: done.done]]
    return frames([path for path in paths if path.is_file()], eyes_of(load("sedan")))
