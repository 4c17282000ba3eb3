"""What is looked at in a single plan; each function gives what is wrong, or nothing."""

from __future__ import annotations

import operator
from collections.abc import Callable

import numpy as np

from aureole.core.concepts import Concept
from aureole.core.errors import BadWord
from aureole.core.notes import check, notes
from aureole.core.observation import Observation
from aureole.core.plan import REASONS, STEPS, Ask, Plan
from aureole.runtime.loop import expect


def shapes(plan: Plan, look: Observation) -> str:
    """Its arrays are what the word declares, one row a world."""
    if not isinstance(plan, Plan):
        return f"gave a {type(plan).__name__}, expected (Plan, memory)"
    try:
        check(plan)
        expect(plan, look)
    except BadWord as error:
        return str(error)
    sizes = (plan.time.shape[1], plan.why.shape[1])
    return (
        "" if sizes == (STEPS, REASONS) else f"{sizes[0]} steps and {sizes[1]} reasons, expected {STEPS} and {REASONS}"
    )


def numbers(plan: Plan, look: Observation) -> str:
    """Every number is one."""
    del look
    for note in notes(Plan):
        array = operator.attrgetter(note.name)(plan)
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            place = np.argwhere(~np.isfinite(array))[0].tolist()
            return f"Plan.{note.name}{place} is {array[tuple(place)]}"
    return ""


def times(plan: Plan, look: Observation) -> str:
    """Its times rise from zero or later."""
    del look
    early, still = plan.time[:, 0] < 0, ~(np.diff(plan.time, axis=1) > 0).all(axis=1)
    if early.any():
        return f"Plan.time begins at {plan.time[early][0, 0]} s"
    return f"Plan.time does not rise in world {np.flatnonzero(still)[0]}: {plan.time[still][0]}" if still.any() else ""


def stamp(plan: Plan, look: Observation) -> str:
    """It answers this look."""
    odd = np.flatnonzero(plan.stamp != look.stamp)
    return f"Plan.stamp is {plan.stamp[odd[0]]}, the look's is {look.stamp[odd[0]]}" if odd.size else ""


def ranges(plan: Plan, look: Observation) -> str:
    """Its numbers and words are within what they may be."""
    del look
    if not ((plan.sure >= 0) & (plan.sure <= 1)).all():
        return f"Plan.sure is {plan.sure.min()} to {plan.sure.max()}, expected 0 to 1"
    if not (plan.brake > 0).all():
        return f"Plan.brake is {plan.brake.min()}, expected above zero"
    strange = sorted(set(plan.why[..., 0].ravel().tolist()) - {int(concept) for concept in Concept})
    if strange:
        return f"Plan.why holds the concept {strange[0]}, which nobody knows"
    if (plan.why[..., 1] < -1).any():
        return f"Plan.why holds the track {plan.why[..., 1].min()}, expected -1 or the id of one"
    asked = sorted(set(plan.ask.tolist()) - {int(ask) for ask in Ask})
    return f"Plan.ask is {asked[0]}, which nobody knows" if asked else ""


LOOKED_AT: dict[str, Callable[[Plan, Observation], str]] = {
    "shapes": shapes, "numbers": numbers, "times": times, "stamp": stamp, "ranges": ranges,
}  # fmt: skip
