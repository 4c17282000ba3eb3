"""The storyboard compiled: elements in preorder with their triggers and jobs, then the init actions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aureole.core.errors import BadInput, Unsupported
from aureole.world.scenarios import tables as t
from aureole.world.scenarios.read import Node, near
from aureole.world.scenarios.storyboard.actions import action
from aureole.world.scenarios.storyboard.conditions import Reference, trigger, triggering
from aureole.world.scenarios.storyboard.everywhere import everywhere
from aureole.world.scenarios.storyboard.scopes import Local, inside
from aureole.world.scenarios.storyboard.writer import Writer

PRIORITIES = {"overwrite": t.OVERWRITE, "override": t.OVERWRITE, "skip": t.SKIP, "parallel": t.PARALLEL}
MOST_RUNS = 1_000_000  # executions of one event or maneuver group
ROOT = "storyBoard"
OPTIONAL = "optional"  # so begins the name of a ManeuverGroup whose events need not happen


class Compiler:
    """Walks the Storyboard element once."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.paths: list[str] = []
        self.references: list[Reference] = []
        self.triggered = False
        """Whether the group's actors are also those who trigger its events."""
        self.optional = False
        """Whether the group's events need not happen."""

    def storyboard(self, node: Node) -> None:
        """Compile the whole storyboard into the writer's tables."""
        node.known("", "Init Story StopTrigger")
        row = self.open(t.STORYBOARD, ROOT, -1)
        for story in node.all("Story"):
            self.story(story, row)
        self.close(row, stop=trigger(self.writer, node.find("StopTrigger"), self.references))
        init = node.find("Init")
        if init is not None:
            self.init(init)
        self.resolve()

    def open(self, kind: int, name: str, parent: int) -> int:
        """Begin an element; its children follow until `close`."""
        row = [0] * t.E_COLUMNS
        row[t.E_KIND], row[t.E_PARENT], row[t.E_RUNS] = kind, parent, 1
        row[t.E_START] = row[t.E_STOP] = -1
        self.writer.elements.append(row)
        self.writer.names.append(name)
        above = self.paths[parent] if parent > 0 else ""
        self.paths.append(f"{above}::{name}" if above else name)
        return len(self.writer.elements) - 1

    def close(self, row: int, *, start: int = -1, stop: int = -1) -> None:
        """End an element."""
        element = self.writer.elements[row]
        element[t.E_END], element[t.E_START], element[t.E_STOP] = len(self.writer.elements), start, stop

    def story(self, node: Node, parent: int) -> None:
        """A Story and its acts."""
        row = self.open(t.STORY, self.writer.text(node.known("name", "ParameterDeclarations Act"), "name"), parent)
        with self.writer.within(inside(self.writer.local, node)):
            for act in node.all("Act"):
                self.act(act, row)
        self.close(row)

    def act(self, node: Node, parent: int) -> None:
        """An Act, its maneuver groups and triggers."""
        node.known("name", "ManeuverGroup StartTrigger StopTrigger")
        row = self.open(t.ACT, self.writer.text(node, "name"), parent)
        for group in node.all("ManeuverGroup"):
            self.group(group, row)
        start = trigger(self.writer, node.find("StartTrigger"), self.references)
        self.close(row, start=start, stop=trigger(self.writer, node.find("StopTrigger"), self.references))

    def group(self, node: Node, parent: int) -> None:
        """A ManeuverGroup, its actors and maneuvers."""
        node.known("name maximumExecutionCount", "Actors Maneuver CatalogReference")
        name = self.writer.text(node, "name")
        self.optional = name.startswith(OPTIONAL)
        row = self.open(t.GROUP, name, parent)
        self.writer.elements[row][t.E_RUNS] = self.runs(node)
        actors = node.one("Actors").known("selectTriggeringEntities", "EntityRef")
        agents = [agent for one in actors for agent in self.writer.members(one.known("entityRef"))]
        self.triggered = self.writer.flag(actors, "selectTriggeringEntities", "false")
        for child in node:
            if child.name == "Maneuver":
                self.maneuver(child, row, agents, inside(self.writer.local, child))
            elif child.name == "CatalogReference":
                entry, local = self.writer.find(child, "Maneuver")
                self.maneuver(entry, row, agents, local)
        self.close(row)

    def maneuver(self, node: Node, parent: int, agents: list[int], local: Local | None) -> None:
        """A Maneuver, of the file or of a catalog, and its events."""
        with self.writer.within(local):
            row = self.open(
                t.MANEUVER, self.writer.text(node.known("name", "ParameterDeclarations Event"), "name"), parent
            )
            for event in node.all("Event"):
                self.event(event, row, agents)
        self.close(row)

    def runs(self, node: Node) -> int:
        """How often an element may run."""
        text = self.writer.text(node, "maximumExecutionCount", "1")
        if re.fullmatch("[0-9]{1,9}", text) is None or not 1 <= int(text) <= MOST_RUNS:
            raise BadInput(f"maximumExecutionCount is {text}, expected 1 to {MOST_RUNS}", place=node.place)
        return int(text)

    def event(self, node: Node, parent: int, agents: list[int]) -> None:
        """An Event, its actions for every actor, and its trigger."""
        node.known("name priority maximumExecutionCount", "Action StartTrigger")
        row = self.open(t.EVENT, self.writer.text(node, "name"), parent)
        element = self.writer.elements[row]
        element[t.E_PRIORITY] = self.writer.choice(node, "priority", PRIORITIES)
        element[t.E_RUNS] = self.runs(node)
        if self.triggered:
            agents = agents + triggering(self.writer, node.find("StartTrigger"), agents)
        for child in node.all("Action"):
            kinds = list(child.known("name", "PrivateAction GlobalAction"))
            done = child.only_child() if kinds else None  # nothing to do is done at once
            self.action(done, self.writer.text(child, "name"), row, agents)
        element[t.E_PLAYS] = int(any(agent != 0 for agent in agents) and not self.optional)
        self.close(row, start=trigger(self.writer, node.find("StartTrigger"), self.references))

    def action(self, node: Node | None, name: str, parent: int, agents: list[int]) -> None:
        """One action and its jobs: one for each actor, a single one if it is everybody's, none if it is empty."""
        row = self.open(t.ACTION, name, parent)
        element = self.writer.elements[row]
        element[t.E_JOB] = len(self.writer.jobs)
        if node is not None and node.name == "GlobalAction":
            everywhere(self.writer, node, row)
        elif node is not None:
            for agent in agents:
                action(self.writer, node, row, agent)
        element[t.E_JOB_END] = len(self.writer.jobs)
        self.close(row)

    def init(self, node: Node) -> None:
        """The init actions, in file order; each is an action without a parent."""
        children = list(node.known("", "Actions").one("Actions").known("", "Private GlobalAction"))
        for child in placed_first(self.writer, children):
            if child.name == "GlobalAction":
                self.action(child, f"Init {child.only_child().name}", -1, [])
                continue
            agents = list(self.writer.members(child.known("entityRef", "PrivateAction")))
            name = self.writer.text(child, "entityRef")
            for action_ in child:
                self.action(action_, f"Init {name} {action_.only_child().name}", -1, agents)

    def resolve(self) -> None:
        """Find the elements that conditions wait for, by type and name or by the end of a `::` path."""
        for reference in self.references:
            if reference.kind not in t.KIND_NAMES[1:]:
                raise Unsupported(
                    f"storyboardElementType '{reference.kind}' is not known", place=reference.place,
                    remedy=near(reference.kind, list(t.KIND_NAMES[1:])),
                )  # fmt: skip
            wanted = reference.name.replace("/", "::")
            same = [row for row, element in enumerate(self.writer.elements) if self.kind_of(element) == reference.kind]
            found = [row for row in same if f"::{self.paths[row]}".endswith(f"::{wanted}")]
            if len(found) != 1:
                raise BadInput(
                    f"{len(found)} elements of type {reference.kind} are called '{reference.name}', expected one",
                    place=reference.place, remedy=near(reference.name, [self.writer.names[row] for row in same]),
                )  # fmt: skip
            self.writer.conditions[reference.row][t.C_REF] = found[0]

    def kind_of(self, element: list[int]) -> str:
        """The OpenSCENARIO word for an element's type; empty for an init action."""
        if element[t.E_KIND] != t.STORYBOARD and element[t.E_PARENT] < 0:
            return ""
        return t.KIND_NAMES[element[t.E_KIND]]


def placed_first(writer: Writer, children: Sequence[Node]) -> list[Node]:
    """Init's parts in file order, but each one that places an entity relative to another one after that one's.

    All positions of Init are those of time zero, in whatever order they are written (OpenSCENARIO 1.1, Init).
    """
    owners: dict[int, list[int]] = {}
    for row, child in enumerate(children):
        added = [] if child.name == "Private" else [one for one in child if one.name == "EntityAction"]
        for one in [child] if child.name == "Private" else added:
            for agent in writer.members(one):
                owners.setdefault(agent, []).append(row)
    order: list[int] = []
    waiting: set[int] = set()

    def put(row: int) -> None:
        if row in waiting:
            return
        waiting.add(row)
        for place in children[row].element.iter("{*}TeleportAction", "{*}AddEntityAction"):
            for position in place.iter():
                name = str(position.get("entityRef", ""))
                for other in owners.get(writer.agents.get(name, -1), ()):
                    put(other)
        order.append(row)

    for row in range(len(children)):
        put(row)
    return [children[row] for row in order]
