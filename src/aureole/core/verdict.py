"""What the exam says about one drive."""

from dataclasses import dataclass, field

EVENTS = (
    "collision", "off_road", "wrong_lane", "lane_departure", "red_light", "stop_sign", "speeding", "time_gap", "ttc",
    "deceleration", "discomfort", "not_yielding", "stuck", "timeout", "takeover", "minimal_risk", "unfinished",
    "order_ignored", "bad_plan", "infrastructure",
)  # fmt: skip
STATUSES = ("passed", "failed", "unavoidable", "not_exercised", "infrastructure")
BLAMES = ("perceive", "decide", "execute", "timing", "none")


@dataclass(frozen=True, slots=True)
class Event:
    """Something noteworthy: which rule, when, by how much."""

    name: str
    clause: str
    """Regulation or standard the limit comes from; `-` where it is ours."""
    time: float  # s
    value: float
    limit: float
    margin: float
    """How far inside the limit (above zero) or outside (below zero)."""
    fails: bool
    """The suite counts this event as a failure."""
    text: str = ""
    """With whom, how: one short sentence."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One drive, judged."""

    case: str
    driver: str
    seed: int
    params: dict[str, str]
    status: str
    score: float
    """From 0 to 1."""
    measures: dict[str, float]
    events: tuple[Event, ...] = ()
    clauses: tuple[Event, ...] = ()
    """The tightest moment of each clause that applied, inside its limit or not (`conduct.clauses.CLAUSES`)."""
    blame: str = "none"
    digest: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    """Car, step, reference proof and other words that explain the drive."""

    @property
    def passed(self) -> bool:
        """No event that the suite marks as failing."""
        return self.status in ("passed", "unavoidable")
