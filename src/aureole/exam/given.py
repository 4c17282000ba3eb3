"""Given or perceived, in words: what verdicts, records and commands say of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aureole.exam.setup import Setup

GIVEN, PERCEIVED = "given", "perceived"
SENSES = (GIVEN, PERCEIVED)


def told(setup: Setup) -> dict[str, str]:
    """What a verdict says of the senses: which, in which weather, with which faults, by which network."""
    found = {
        "senses": setup.senses, "weather": setup.weather, "faults": " ".join(setup.faults),
        "perception": setup.perception, "sight": setup.sight,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def shown(told: Mapping[str, Any]) -> str:
    """The same for people, in one line, from what `told` wrote down; empty where things are given."""
    if told.get("senses", GIVEN) == GIVEN:
        return ""
    names = ("senses", "weather", "faults", "perception")
    return " · ".join(word for name in names for word in [told.get(name, "")] if word)


def asked(told: Mapping[str, Any]) -> dict[str, Any]:
    """What `told` wrote down, as `given.setup` takes it; from before there was a choice, nothing."""
    faults = told.get("faults", "")
    return {
        "senses": told.get("senses", GIVEN), "weather": told.get("weather", ""), "faults": tuple(faults.split()),
        "perception": told.get("perception", ""),
    }  # fmt: skip
