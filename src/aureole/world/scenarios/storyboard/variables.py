"""What changes while a scenario plays and has no place on the road: variables, asked parameters, states of signals.

Each is a row among the conditions that no trigger holds; the player keeps its value where conditions keep theirs.
A text stands there as a number, the same for equal texts.
"""

from __future__ import annotations

from aureole.core.errors import BadInput, Unsupported
from aureole.world.scenarios import tables as t
from aureole.world.scenarios.expressions import BadExpression, parse, plain, truth
from aureole.world.scenarios.parameters import TYPES
from aureole.world.scenarios.read import Node, near
from aureole.world.scenarios.storyboard.writer import NO_SLOT, Writer
from aureole.world.signs.words import state_of

SIGN = "sign"  # the type of a signal that the world has: what it shows is a `SignalState`
WORDS = frozenset({"string", "dateTime", "boolean", SIGN})  # kept as numbers that have no order
TEXTS = {"signal": "state", "controller": "phase"}  # what is only ever equal: the attribute that says to what
MOST = 10_000  # variables of one scenario


def declare(writer: Writer, root: Node) -> None:
    """Keep the file's variables; what parameters and signals are asked for or set is kept when it is named."""
    declared = root.find("VariableDeclarations")
    for node in [] if declared is None else declared.known("", "VariableDeclaration"):
        key = f"variable {node.known('name variableType value').raw('name')}"
        if key in writer.kept:
            raise BadInput(f"a second {key}", place=node.place, remedy="give each a name of its own")
        _keep(writer, node, key, (node.raw("variableType"), node.raw("value")))
    parameters = root.find("ParameterDeclarations")
    for node in [] if parameters is None else parameters:
        writer.kinds[f"parameter {node.raw('name')}"] = node.raw("parameterType")


def _keep(writer: Writer, node: Node, key: str, given: tuple[str, str]) -> None:
    """Keep a value from now on: its type and its text at the start."""
    kind, text = given
    if kind not in TYPES:
        raise Unsupported(f"type '{kind}' is not known", place=node.place, remedy=near(kind, list(TYPES)))
    if len(writer.kept) >= MOST:
        raise BadInput(f"more than {MOST} variables", place=node.place, remedy="use fewer")
    writer.kinds[key] = kind
    with writer.within(None):
        writer.kept[key] = (len(writer.kept), value(writer, node, key, text))


def finish(writer: Writer) -> None:
    """Append what is kept to the conditions, and tell those who speak of it where it stands."""
    first = len(writer.conditions)
    writer.faces = [key.partition(" ")[2] for key in writer.kept if writer.kinds[key] == SIGN]
    order = sorted(writer.kept, key=lambda key: 2 if key in writer.plans else int(writer.kinds[key] == SIGN))
    row_at = {writer.kept[key][0]: first + place for place, key in enumerate(order)}
    for row in writer.conditions:
        row[t.C_REF] = row_at[row[t.C_REF]] if row[t.C_KIND] == t.ASKED else row[t.C_REF]
    for job in writer.jobs:
        changes = job[t.J_KIND] in {t.SET, t.ADD, t.MULTIPLY, t.JUMP}
        job[t.J_REF] = row_at[job[t.J_REF]] if changes else job[t.J_REF]
    for place in writer.switched:
        writer.lists[place][0] = row_at[writer.lists[place][0]]
    for key in order:
        kept = dict.fromkeys(range(t.C_COLUMNS), NO_SLOT)
        kept.update({t.C_KIND: t.KEPT, t.C_VALUE: writer.kept[key][1], t.C_WHO: 0, t.C_WHO_END: 0})
        if key in writer.plans:
            plan = writer.plans[key]
            after = NO_SLOT if plan.after is None else row_at[writer.kept[plan.after][0]]
            kept.update({t.C_KIND: t.CONTROLLER, t.C_REF: after, t.C_PLACE: plan.first, t.C_FREE: len(plan.names)})
        writer.conditions.append([kept[column] for column in range(t.C_COLUMNS)])


def value(writer: Writer, node: Node, key: str, text: str) -> int:
    """The slot of a text that is compared with, or given to, what `key` names."""
    kind = writer.kinds[key]
    if kind not in WORDS:
        return writer.literal(node, text)
    try:
        found = parse(text).value(writer.here())
        if kind == SIGN:
            code = float(state_of(plain(found), node.place))
        else:
            code = float(truth(found)) if kind == "boolean" else writer.code(plain(found))
    except BadExpression as error:
        raise BadInput(str(error), place=node.place) from None
    if "$" in text:
        writer.words.append((text, writer.local))
    return writer.constant(code)


def row_of(writer: Writer, node: Node, key: str) -> int:
    """The row of what `key` names; BadInput if it is not declared."""
    word, _, name = key.partition(" ")
    if key not in writer.kept and word == "signal" and name in writer.signs:
        writer.kinds[key] = SIGN
        writer.kept[key] = (len(writer.kept), writer.constant(float(writer.signs[name])))
    elif key not in writer.kept and word == "signal":
        _keep(writer, node, key, ("string", ""))
    elif key not in writer.kept and word == "parameter" and key in writer.kinds:
        _keep(writer, node, key, (writer.kinds[key], f"${name}"))
    if key not in writer.kept:
        names = [other.partition(" ")[2] for other in {**writer.kept, **writer.kinds} if other.startswith(f"{word} ")]
        raise BadInput(f"there is no {word} '{name}'", place=node.place, remedy=near(name, names))
    return writer.kept[key][0]


def compared(writer: Writer, node: Node, key: str, rules: dict[str, int]) -> dict[int, int]:
    """The columns of a condition on what `key` names; texts know only equal and not equal."""
    row, word = row_of(writer, node, key), key.partition(" ")[0]
    rule = t.EQUAL if word in TEXTS else writer.choice(node, "rule", rules)
    if writer.kinds[key] in WORDS and rule not in {t.EQUAL, t.NOT_EQUAL}:
        raise BadInput(f"{key} is no number: it has no order", place=node.place, remedy="compare by equalTo")
    text = node.raw(TEXTS.get(word, "value"))
    if word == "controller" and writer.text(node, "phase") not in writer.plans[key].names:
        names = list(writer.plans[key].names)
        raise BadInput(f"{key} has no phase '{text}'", place=node.place, remedy=near(text, names))
    return {t.C_KIND: t.ASKED, t.C_REF: row, t.C_RULE: rule, t.C_VALUE: value(writer, node, key, text)}


def change(writer: Writer, action: Node) -> dict[int, int]:
    """The job of a VariableAction or a ParameterAction: set, add or multiply."""
    word = "variable" if action.name == "VariableAction" else "parameter"
    node = action.known(f"{word}Ref", "SetAction ModifyAction").only_child()
    key = f"{word} {writer.text(action, f'{word}Ref').lstrip('$')}"
    job = {t.J_KIND: t.SET, t.J_REF: row_of(writer, action, key)}
    if node.name == "SetAction":
        return {**job, t.J_TARGET: value(writer, node, key, node.known("value").raw("value"))}
    if writer.kinds[key] in WORDS:
        raise BadInput(f"{key} is no number", place=node.place, remedy="set it instead")
    rule = node.known("", "Rule").one("Rule").known("", "AddValue MultiplyByValue").only_child()
    kind = t.ADD if rule.name == "AddValue" else t.MULTIPLY
    return {**job, t.J_KIND: kind, t.J_TARGET: writer.number(rule.known("value"), "value")}


def shown(writer: Writer, action: Node) -> dict[int, int]:
    """The job of a TrafficSignalStateAction: a signal shows another state."""
    key = f"signal {writer.text(action.known('name state'), 'name')}"
    row = row_of(writer, action, key)
    return {t.J_KIND: t.SET, t.J_REF: row, t.J_TARGET: value(writer, action, key, action.raw("state"))}
