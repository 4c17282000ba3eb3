"""Makes a network: draws plans until one can be built and its roads keep apart, and writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aureole.core.errors import Trouble
from aureole.world.roads.joining.apart import keep_apart
from aureole.world.roads.joining.build import lay
from aureole.world.roads.laying.curve import Pose
from aureole.world.roads.laying.document import document
from aureole.world.roads.laying.network import Network
from aureole.world.roads.laying.plan import ENDS, Node, Plan, Unfit
from aureole.world.roads.laying.strip import Strip
from aureole.world.roads.making.draw import Draw, split
from aureole.world.roads.making.grid import grid
from aureole.world.roads.making.mixed import mixed
from aureole.world.roads.making.motorway import motorway
from aureole.world.roads.making.organic import organic
from aureole.world.roads.making.parameters import values as values_of
from aureole.world.roads.making.roundabout import roundabout
from aureole.world.roads.making.rural import rural

Values = Mapping[str, float]
ORIGIN = Pose(0.0, 0.0, 0.0)
MOST = 400  # plans that are drawn before one gives up


@dataclass(frozen=True, slots=True)
class Made:
    """A network that was made."""

    kind: str
    seed: int
    split: str
    """train or test."""
    values: Values
    """Its parameters."""
    drawn: int
    """How many plans had no room before this one."""
    plan: Plan
    network: Network
    roads: tuple[Strip, ...]
    """The road of each edge of the plan."""
    data: bytes
    """The OpenDRIVE file."""


def from_motorway(plan: Plan, draw: Draw, values: Values) -> None:
    """A motorway alone."""
    motorway(plan, draw, values, ORIGIN)


def from_rural(plan: Plan, draw: Draw, values: Values) -> None:
    """A rural road alone."""
    rural(plan, draw, values, ORIGIN, plan.node(Node(0.0, 0.0, ENDS)))


def at_origin(kind: Callable[[Plan, Draw, Values, Pose], None]) -> Callable[[Plan, Draw, Values], None]:
    """A kind that is drawn around the origin."""
    return lambda plan, draw, values: kind(plan, draw, values, ORIGIN)


PLANS: dict[str, Callable[[Plan, Draw, Values], None]] = {
    "motorway": from_motorway, "rural": from_rural, "grid": at_origin(grid), "organic": at_origin(organic),
    "roundabout": at_origin(roundabout), "mixed": at_origin(mixed),
}  # fmt: skip


def make(kind: str, seed: int, given: Mapping[str, str] | None = None) -> Made:
    """A network of a kind; the same seed and parameters always give the same bytes.

    Args:
        kind: one of `parameters.KINDS`.
        seed: any whole number from 0 on; `draw.split` says whether it is for training or tests.
        given: parameters set by hand, by name.

    Raises:
        BadInput: no such kind or parameter, or a value outside its range.
        Trouble: no plan of this seed and these parameters can be built.
    """
    values = values_of(kind, seed, given or {})
    why = ""
    for number in range(MOST):
        plan = Plan()
        try:
            PLANS[kind](plan, Draw(kind, seed, f"plan {number}"), values)
            network, roads = lay(plan)
            keep_apart(network, plan, roads)
        except Unfit as unfit:
            why = str(unfit)
            continue
        title = f"{kind} {seed} ({split(seed)})"
        return Made(kind, seed, split(seed), values, number, plan, network, tuple(roads), document(network, title))
    what = f"{kind} with seed {seed}: none of {MOST} plans could be built ({why})"
    raise Trouble(what, remedy="take another seed, or give the network more room with --set")
