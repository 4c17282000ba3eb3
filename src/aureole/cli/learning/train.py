"""`aureole train`: networks are made from nothing but our own world."""

from __future__ import annotations

import json as plain
from pathlib import Path

import cyclopts

from aureole.cli import given
from aureole.core.errors import BadInput

STEPS = 1e-6, 0.1  # of AdamW, that anybody may ask for
train = cyclopts.App(name="train", help="Make networks from our own world.")


@train.command
def perception(
    *,
    out: Path = Path("perception"),
    pictures: Path | None = None,
    frames: int = 18_000,
    held: int = 900,
    seeds: int = 40,
    batches: int = 32_000,
    size: int = 8,
    step: float = 2e-3,
    seed: int = 0,
    threads: int = 2,
    json: bool = False,
    lang: str = "",
) -> int:
    """Make the network that sees: film situations with the car's eyes, train, calibrate, write perception.onnx.

    What is there already is kept: the same command goes on where it was stopped.

    Args:
        out: the folder of checkpoints, the file and its figures.
        pictures: the folder of the films; in --out if left out.
        frames: to train on, of training seeds.
        held: frames of held-out seeds, for figures and calibration.
        seeds: of each situation, at most.
        batches: steps of the training.
        size: frames of a batch.
        step: of the training at its steepest (AdamW's learning rate).
        seed: of the training.
        threads: processor cores that train.
        json: print JSON.
        lang: zh or en.
    """
    lang = given.language(lang)
    if not STEPS[0] <= step <= STEPS[1]:
        raise BadInput(f"--step {step}: expected a number from {STEPS[0]:g} to {STEPS[1]:g}")
    from aureole.learn.machine import prepared

    prepared(threads)
    from aureole.cli.learning.telling import Teller, text
    from aureole.learn.perception.school import Plan, Tells, school
    from aureole.learn.perception.train import Recipe

    teller = Teller(lang, quiet=json)
    plan = Plan(out, pictures or out / "pictures", frames, held, seeds, Recipe(batches, size, step, seed))
    try:
        card = school(plan, Tells(teller.filming, teller.learning))
    except KeyboardInterrupt:
        teller.stopped()
        raise
    print(plain.dumps(card, ensure_ascii=False, indent=1) if json else text(card, lang))
    return 0
