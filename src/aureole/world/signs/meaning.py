"""What a signal of a map means to a driver: from the catalogue's number or the words of the standard."""

from __future__ import annotations

import math

from aureole.core.kinds import SignalKind
from aureole.world.roads.furniture.signals import Signalling

K = SignalKind
NOT_CARS = frozenset({"1000002", "1000007", "1000013"})  # OpenDRIVE signal catalogue: lights for walkers and bicycles
CATALOGUE = {  # German (VzKat 2017), OpenDRIVE's own, and MUTCD
    "1000001": K.LIGHT, "1000011": K.LIGHT, "205": K.YIELD, "R1-2": K.YIELD, "206": K.STOP, "R1-1": K.STOP,
    "274": K.LIMIT, "274.1": K.LIMIT, "R2-1": K.LIMIT, "274.2": K.LIMIT_ENDS, "278": K.LIMIT_ENDS,
    "282": K.LIMIT_ENDS, "306": K.PRIORITY, "301": K.PRIORITY, "123": K.WORKS, "454": K.DETOUR,
    "267": K.NO_ENTRY, "R5-1": K.NO_ENTRY, "208": K.ONE_WAY_TURNS, "350": K.CROSSING, "293": K.CROSSING,
    **dict.fromkeys(
        ("101", "102", "103", "105", "108", "110", "112", "114", "117", "120", "121", "124", "125", "131", "136", "138",
         "142", "151"), K.DANGER,
    ),
}  # fmt: skip
WORDS = {  # (element, type) of `semantics`, OpenDRIVE 1.8
    ("priority", "stop"): K.STOP, ("priority", "allWayStop"): K.STOP, ("priority", "fourWayStop"): K.STOP,
    ("priority", "yield"): K.YIELD, ("priority", "priorityRoad"): K.PRIORITY, ("speed", "maximum"): K.LIMIT,
    ("speed", "maximumEnd"): K.LIMIT_ENDS, ("speed", "zone"): K.LIMIT, ("speed", "zoneEnd"): K.LIMIT_ENDS,
    ("priority", "trafficLight"): K.LIGHT, ("lane", "roadWorks"): K.WORKS, ("warning", "roadWorks"): K.WORKS,
    ("prohibited", "noEntry"): K.NO_ENTRY,
}  # fmt: skip
LINES = frozenset({"294", "341"})  # StVO: stop line, wait line
LINE_WORDS = frozenset({"stopLine", "yieldLine", "waitingLine"})
UNITS = {"km/h": 1.0 / 3.6, "mph": 0.44704, "m/s": 1.0, "": 1.0 / 3.6}  # m/s
STEPS = frozenset({5, 7, *range(10, 140, 10)})  # km/h; a subtype that can be nothing but a limit (VzKat 2017)
TEMPORARY = frozenset({K.WORKS, K.WORKS_END, K.DETOUR})


def kind_of(signalling: Signalling, row: int) -> SignalKind:
    """What a signal is; NONE if it tells a driver nothing that is known here."""
    signals = signalling.signals
    number = signals.kind[row]
    if number in CATALOGUE:
        return CATALOGUE[number]
    if signals.dynamic[row]:
        return K.NONE if number in NOT_CARS else K.LIGHT
    words = said(signalling, row)
    warns = K.DANGER if any(name == "warning" for name, _ in words) else K.NONE
    return next((WORDS[word] for word in words if word in WORDS), warns)


def is_line(signalling: Signalling, row: int) -> bool:
    """Whether a signal is a line to stop or to wait at."""
    return signalling.signals.kind[row] in LINES or any(
        name == "priority" and kind in LINE_WORDS for name, kind in said(signalling, row)
    )


def said(signalling: Signalling, row: int) -> list[tuple[str, str]]:
    """The words of the standard for a signal."""
    all_ = signalling.meanings
    return [
        (name, kind) for owner, name, kind in zip(all_.owner, all_.name, all_.kind, strict=True) if owner == row
    ]  # fmt: skip


def limit_of(signalling: Signalling, row: int) -> float:
    """The speed (m/s) that a limit tells: by its words, its value, its text or its subtype; infinite if none does."""
    signals, all_ = signalling.signals, signalling.meanings
    for owner, name, value, unit in zip(all_.owner, all_.name, all_.value, all_.unit, strict=True):
        if owner == row and name == "speed" and value > 0.0:
            return float(value) * UNITS.get(unit, UNITS[""])
    if signals.value[row] > 0.0:
        default = "mph" if signals.kind[row] == "R2-1" else ""
        return float(signals.value[row]) * UNITS.get(signals.unit[row] or default, UNITS[""])
    for text in (signals.text[row], signals.subtype[row]):
        if text.strip().isdecimal() and len(text.strip()) < 4 and int(text) in STEPS:
            return int(text) * UNITS[""]
    return 30.0 * UNITS[""] if signals.kind[row] == "274.1" else math.inf
