"""What happened with one agent, in which clause's words, and whether it could have been avoided.

A collision is unavoidable only where the bound of what happened says so (`conduct.avoidance`); whatever is not proved
counts as avoidable. A bound of the first moment is dropped once the gap no longer closes: from then on the other is a
car like any other. A leader that brakes excuses only where it had cut in less than `SETTLE` before and left less than
the required gap, and where the presumed car, braking from the same moment, would have hit it as well. Who drives
backwards into a car that stands within its lane hits it wherever it stands: more than stand it cannot do.
"""

from __future__ import annotations

from aureole.core.kinds import Kind
from aureole.core.notes import Float64
from aureole.exam.judges.collisions import approach as at
from aureole.exam.judges.sight import FAR
from aureole.exam.sentences.tell import tell

CLAUSE = {
    at.GENERAL: "UN R157 5.2.5",
    at.CUT_IN: "UN R157 5.2.5.2",
    at.STANDS: "UN R157 5.2.4",
    at.REVEALED: "UN R157 Annex 3",
    at.CROSSES: "UN R157 5.2.5.3",
    at.BRAKING: "UN R157 5.2.5.1",
    at.REVERSES: "UN R157 5.2.5",
}
WHAT = {at.CUT_IN: "intruded the lane", at.CROSSES: "came across the way and into view"}


def clause_of(kind: int, agent: int) -> str:
    """The clause of a kind; only a pedestrian crosses in the words of 5.2.5.3. `agent` is a `core.kinds.Kind`."""
    return CLAUSE[at.GENERAL] if kind == at.CROSSES and agent != Kind.PEDESTRIAN else CLAUSE[kind]


def proved(row: Float64) -> int:
    """The kind whose bound proves that this agent could not be avoided; `GENERAL` if none does."""
    if row[at.BASIS] != at.GENERAL and row[at.OPEN] > 0.0 and row[at.TTC] <= row[at.BOUND] and row[at.PASSES] == 0.0:
        return int(row[at.BASIS])
    if row[at.BACKED] > 0.0:
        return at.REVERSES
    return at.BRAKING if row[at.BRAKED] > 0.0 and row[at.SHORT] > 0.0 and row[at.HITS] > 0.0 else at.GENERAL


def kind_of(row: Float64, *, struck: bool) -> int:
    """How the agent that was hit had come into the way; `struck`: from behind, so it had not."""
    found = proved(row)
    if found != at.GENERAL or struck:
        return found
    if row[at.BRAKED] > 0.0:
        return at.BRAKING
    gone = row[at.BASIS] == at.CUT_IN and row[at.OPEN] == 0.0
    return at.GENERAL if gone else int(row[at.BASIS])


def told(row: Float64, kind: int) -> str:
    """The numbers of what happened: a clause that follows a semicolon; empty where there is no bound."""
    if kind == at.BRAKING:
        gap, required = row[at.BRAKED_GAP], row[at.REQUIRED]
        relation = "at or above" if gap >= required else "below"
        text = tell("braked", when=row[at.BRAKED_AT], gap=gap, relation=relation, required=required)
        return tell("cut_short", rest=text) if row[at.SHORT] > 0.0 else text
    if kind == at.REVERSES:
        return tell("reversed")
    if row[at.BASIS] == at.GENERAL:
        return ""
    way = WHAT.get(int(row[at.BASIS]), "came into the way and into view")
    name = "came" if row[at.TTC] < FAR else "came_without"
    relation = "above" if row[at.TTC] > row[at.BOUND] else "not above"
    text = tell(name, way=way, when=row[at.SINCE], left=row[at.TTC], relation=relation, bound=row[at.BOUND])
    passes = row[at.PASSES] > 0.0 and row[at.TTC] <= row[at.BOUND]
    return tell("passable", rest=text) if passes else text
