"""The words of Lanelet2's tags: kinds of lanelets, marks of ways, speeds (Lanelet2, tagging of lanelets and ways)."""

from __future__ import annotations

import math
import re

from aureole.core.kinds import LaneKind, Mark
from aureole.world.roads.lanelet2.elements import Tags

KINDS = {
    "road": LaneKind.DRIVING, "highway": LaneKind.DRIVING, "play_street": LaneKind.DRIVING, "exit": LaneKind.DRIVING,
    "road_shoulder": LaneKind.SHOULDER, "emergency_lane": LaneKind.SHOULDER, "pedestrian_lane": LaneKind.SIDEWALK,
    "bus_lane": LaneKind.RESTRICTED, "bicycle_lane": LaneKind.BIKING, "parking": LaneKind.PARKING,
    "walkway": LaneKind.SIDEWALK, "shared_walkway": LaneKind.SIDEWALK, "stairs": LaneKind.SIDEWALK,
    "main_road": LaneKind.DRIVING,
}  # fmt: skip
ACROSS = {
    "crosswalk": "a crosswalk lies across lanes and is not made a lane",
    "rail": "trains and trams are not moved along their tracks",
}
LEFT_HAND = frozenset({"gb", "ie", "au", "nz", "jp", "in", "id", "my", "sg", "th", "hk", "za", "ke", "cy", "mt"})
BOTH_WAYS = frozenset({LaneKind.SIDEWALK})  # unless said otherwise
LINES = {
    ("solid", False): Mark.SOLID, ("dashed", False): Mark.BROKEN, ("solid_solid", False): Mark.SOLID_SOLID,
    ("dashed_solid", False): Mark.BROKEN_SOLID, ("solid_dashed", False): Mark.SOLID_BROKEN,
    ("dashed_dashed", False): Mark.BROKEN_BROKEN, ("dashed_solid", True): Mark.SOLID_BROKEN,
    ("solid_dashed", True): Mark.BROKEN_SOLID,
}  # fmt: skip
PAINTED = frozenset({"line_thin", "line_thick"})
BUILT = frozenset({"guard_rail", "fence", "wall", "jersey_barrier", "gate", "door", "trajectory"})
SPEED = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(km/h|kmh|kph|mph|m/s|mps)?\s*", re.IGNORECASE)
UNITS = {"km/h": 1 / 3.6, "kmh": 1 / 3.6, "kph": 1 / 3.6, "": 1 / 3.6, "mph": 0.44704, "m/s": 1.0, "mps": 1.0}  # m/s
DEFAULTS = {  # m/s, where no sign says more: (region, location) of roads; StVO §3 (3)
    ("de", "urban"): 50.0 / 3.6, ("de", "nonurban"): 100.0 / 3.6,
}  # fmt: skip
SIGNED = re.compile(r"de274(?:\.1|_1)?(?:[-_.](\d{1,3}))?")  # 274: maximum speed, 274.1: of a zone (StVO annex 2)
ZONE = 30.0 / 3.6  # m/s; a zone's sign without a number


def kind_of(tags: Tags) -> LaneKind | None:
    """What a lanelet is for; None if it is not made a lane."""
    subtype = tags.get("subtype", "road")
    if subtype in ACROSS:
        return None
    kind = KINDS.get(subtype, LaneKind.DRIVING)
    allowed = [key.partition(":")[2] for key, value in tags.items() if key.startswith("participant:") and truth(value)]
    if allowed and kind == LaneKind.DRIVING and not any(name.startswith("vehicle") for name in allowed):
        kind = LaneKind.BIKING if "bicycle" in allowed else LaneKind.SIDEWALK
    if kind == LaneKind.DRIVING and not truth(tags.get("one_way", "yes")):
        return LaneKind.BIDIRECTIONAL
    return kind


def truth(value: str) -> bool:
    """Whether a tag says yes."""
    return value.strip().lower() in {"yes", "true", "1"}


def mark_of(tags: Tags, *, turned: bool) -> Mark:
    """The mark of a border seen in the way of its lanelet; `turned` if the way was drawn against it."""
    kind, subtype = tags.get("type", ""), tags.get("subtype", "")
    if kind in PAINTED:
        return LINES.get((subtype, turned)) or LINES.get((subtype, False), Mark.OTHER if subtype else Mark.SOLID)
    if kind == "curbstone":
        return Mark.KERB
    return Mark.OTHER if kind in BUILT and kind != "trajectory" else Mark.NONE


def speed(text: str) -> float | None:
    """A speed in m/s; None if it is none. Without a unit it is km/h.

    >>> speed("36 km/h"), speed("10 m/s"), speed("fast")
    (10.0, 10.0, None)
    """
    found = SPEED.fullmatch(text)
    return None if found is None else float(found[1]) * UNITS[(found[2] or "").lower()]


def limit_of(tags: Tags) -> tuple[float, bool]:
    """The limit that a lanelet's own tags give, m/s, and whether it is a country's default."""
    own = speed(tags.get("speed_limit", ""))
    if own is not None:
        return own, False
    if tags.get("subtype") not in {"road", None, "main_road"}:
        return math.inf, False
    found = DEFAULTS.get((tags.get("region", "").lower(), tags.get("location", "").lower()))
    return (math.inf, False) if found is None else (found, True)


def signed(code: str) -> float | None:
    """The limit of a sign by its code, m/s; None if it is no speed sign.

    >>> signed("de274-30") == 30 / 3.6, signed("de205")
    (True, None)
    """
    found = SIGNED.fullmatch(code.strip().lower())
    if found is None:
        plain = speed(code)
        return plain if plain is not None and code.strip() else None
    return float(found[1]) / 3.6 if found[1] else ZONE
