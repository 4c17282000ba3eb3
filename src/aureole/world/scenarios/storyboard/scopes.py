"""Parameters that hold only inside a part of the storyboard: a story, a maneuver, a catalog's entry."""

from __future__ import annotations

from dataclasses import dataclass

from aureole.core.errors import BadInput
from aureole.world.scenarios.expressions import BadExpression, Scope, parse, plain
from aureole.world.scenarios.parameters import Parameters
from aureole.world.scenarios.read import Node

DEEPEST = 20  # parts inside parts; a catalog's entry that leads to itself ends here


@dataclass(frozen=True, eq=False)
class Local:
    """What `$name` means in one part of a file; equal only to itself."""

    above: Local | None
    parameters: Parameters
    given: tuple[tuple[str, str, str], ...]
    """(parameter, text, place) of each assignment; the texts speak of what is above."""
    shut: bool
    """Nothing of above is seen inside: a catalog's entry."""
    place: str
    depth: int

    def scope(self, outer: Scope) -> Scope:
        """The values inside for one variation, whose own parameters are `outer`."""
        above = outer if self.above is None else self.above.scope(outer)
        values: dict[str, str] = {}
        for name, text, place in self.given:
            try:
                values[name] = plain(parse(text).value(above))
            except BadExpression as error:
                raise BadInput(str(error), place=place) from None
        return self.parameters.scope(values, self.place, {} if self.shut else above)


def inside(above: Local | None, node: Node) -> Local | None:
    """The scope of an element with `ParameterDeclarations` of its own; without any, that of above."""
    declared = node.find("ParameterDeclarations")
    if declared is None or not list(declared):
        return above
    return Local(above, Parameters(declared, node.place), (), shut=False, place=node.place, depth=_deeper(above, node))


def entered(above: Local | None, reference: Node, entry: Node) -> Local:
    """The scope of a catalog's entry: its own parameters with the reference's assignments."""
    given = []
    assignments = reference.find("ParameterAssignments")
    for one in [] if assignments is None else assignments.known("", "ParameterAssignment"):
        one.known("parameterRef value")
        given.append((one.raw("parameterRef").lstrip("$"), one.raw("value"), one.place))
    declared = Parameters(entry.find("ParameterDeclarations"), entry.place)
    return Local(above, declared, tuple(given), shut=True, place=reference.place, depth=_deeper(above, reference))


def _deeper(above: Local | None, node: Node) -> int:
    depth = 1 if above is None else above.depth + 1
    if depth > DEEPEST:
        raise BadInput(
            f"parts inside parts, deeper than {DEEPEST}", place=node.place,
            remedy="let no catalog entry lead back to itself",
        )  # fmt: skip
    return depth
