"""The reference of the gym: options, what is seen, what can be rewarded, read from the tables that the code uses."""

import dataclasses
from collections.abc import Mapping

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from words import cell, said, short

from aureole.gym import follow, options, rewards, spaces
from aureole.world.traffic import sizes

UNITS = {
    "speed": "m/s", "accel": "m/s²", "yaw_rate": "rad/s", "steer": "rad", "length": "m", "width": "m", "aim_x": "m",
    "aim_y": "m", "x": "m", "y": "m", "left": "m", "across": "m", "turned": "rad", "pace": "m/s", "time": "s",
}  # fmt: skip
PARTS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "own": (sizes.OWN, ""), "way": (follow.WAY, ""), "route": (follow.ROUTE, "route"),
    "others": (sizes.OTHER, "neighbours"), "points": (sizes.POINT, "points"),
}  # fmt: skip


def table(head: str, rows: list[list[str]]) -> str:
    """A table of Markdown."""
    names = [name.strip() for name in head.split("|")]
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join("| " + " | ".join(cell(value) for value in line) + " |" for line in lines)


def reward_text() -> str:
    """Every term: name, unit, formula, what it is, in English and Chinese; its usual weight."""
    return table(
        "name | unit | in one step of T seconds | what it is | 含义 | usual weight",
        [
            [f"`{name}`", term.unit, term.formula, term.english, term.chinese, f"{options.USUAL.get(name, 0.0):g}"]
            for name, term in rewards.TERMS.items()
        ],
    )


def seen_text() -> str:
    """Every field of an observation, in its order."""
    rows = []
    for name, (fields, many) in PARTS.items():
        for place, field in enumerate(fields):
            low, high = spaces.BOUNDS[field]
            shape = f"({len(fields)}, {many})" if many else f"({len(fields)},)"
            rows.append([f"`{name}`", shape, str(place), f"`{field}`", UNITS.get(field, "1"), f"{low:g} … {high:g}"])
    return table("part | shape | row | field | unit | bounds", rows)


def option_text() -> str:
    """Every option: type, what it is without one, what it means."""
    texts, plain, rows = said(options.Options), options.Options(), []
    for field in dataclasses.fields(options.Options):
        usual = getattr(plain, field.name)
        shown = "see below" if field.name in {"rewards", "limits"} else repr(usual)
        rows.append([f"`{field.name}`", f"`{short(str(field.type))}`", f"`{shown}`", texts.get(field.name, "")])
    return table("option | type | without it | meaning", rows)


class Tables(SphinxDirective):
    """Puts a table where it stands: `rewards`, `seen` or `options`."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The nodes of the table."""
        for module in (follow, options, rewards, sizes, spaces):
            self.env.note_dependency(str(module.__file__))
        texts = {"rewards": reward_text, "seen": seen_text, "options": option_text}
        return self.parse_text_to_nodes(texts[self.arguments[0]](), allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Tells Sphinx of the directive."""
    app.add_directive("from-gym", Tables)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
