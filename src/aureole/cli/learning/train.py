"""`aureole train`: networks are made from nothing but our own world."""

from __future__ import annotations

import json as plain
from pathlib import Path

import cyclopts

from aureole.cli import given

train = cyclopts.App(name="train", help="Make networks from our own world.")


@train.command
def perception(
    *,
    out: Path = Path("perception"),
    pictures: Path | None = None,
    frames: int = 12_000,
    held: int = 1_500,
    seeds: int = 40,
    batches: int = 15_000,
    size: int = 8,
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
        seed: of the training.
        threads: processor cores that train.
        json: print JSON.
        lang: zh or en.
    """
    lang = given.language(lang)
    from aureole.learn.machine import prepared

    prepared(threads)
    from aureole.cli.learning.telling import Teller, text
    from aureole.learn.perception.school import Plan, Tells, school
    from aureole.learn.perception.train import Recipe

    teller = Teller(lang, quiet=json)
    plan = Plan(out, pictures or out / "pictures", frames, held, seeds, Recipe(batches, size, seed=seed))
    try:
        card = school(plan, Tells(teller.filming, teller.learning))
    except KeyboardInterrupt:
        teller.stopped()
        raise
    print(plain.dumps(card, ensure_ascii=False, indent=1) if json else text(card, lang))
    return 0
