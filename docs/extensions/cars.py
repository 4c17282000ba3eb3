"""The reference of a car's description: keys, ranges and rules, read from the tables that the code uses."""

import dataclasses

from docutils import nodes
from learning import table
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from words import said

from aureole.cli.car.words import WORDS
from aureole.core.car import Optics, Sensor
from aureole.vehicle.cars import SECTIONS
from aureole.vehicle.constants import MODELS
from aureole.vehicle.manifest import ranges as manifest
from aureole.vehicle.manifest.tables import KINDS
from aureole.vehicle.manifest.words import RULES
from aureole.vehicle.ranges import FLAGS, RANGES, WHOLE
from aureole.vehicle.ranges import KINDS as SENSORS

TABLES: dict[str, type] = {**SECTIONS, "sensors": Sensor, "sensors.optics": Optics, **KINDS}
BOUNDS = {**RANGES, **manifest.RANGES}
CHOICES = {**manifest.CHOICES, "body.model": MODELS, "sensors.kind": SENSORS}


def kind(key: str) -> tuple[str, str]:
    """What a value may be, and its unit."""
    if key in BOUNDS:
        low, high, unit = BOUNDS[key]
        return f"{low:g} to {high:g}" + (
            ", whole" if key in manifest.WHOLE | WHOLE else ""
        ), "" if unit == "-" else unit
    if key == "sensors.optics":
        return "a table", ""
    if key in CHOICES:
        return ", ".join(f"`{word}`" for word in CHOICES[key]), ""
    if key in manifest.FLAGS | FLAGS:
        return "true, false", ""
    if key in manifest.LISTS:
        return "names", ""
    words = "words" if key in manifest.WORDS or key.startswith("sensors.") else "a name"
    return words + (", or empty" if key in manifest.EMPTY else ""), ""


def keys_text(name: str) -> str:
    """The keys of one table."""
    texts, rows = said(TABLES[name]), []
    for field in dataclasses.fields(TABLES[name]):
        values, unit = kind(f"{name}.{field.name}")
        first, _, rest = texts.get(field.name, "").partition("; ")
        more = rest if first in (unit, "-") else texts.get(field.name, "")
        english, chinese = WORDS[field.name]
        about = more if english in more.lower() else f"{english}: {more[:1].lower()}{more[1:]}" if more else english
        default = "" if field.default is dataclasses.MISSING else str(field.default).lower() or "empty"
        rows.append([f"`{field.name}`", values, unit, default, about, chinese])
    return table("key | value | unit | if left out | what it is | 含义", rows)


def rules_text() -> str:
    """What is checked: the rule's name, whether it is severe, what is said in both languages."""
    rows = []
    for name, rule in RULES.items():
        what = [text.replace("{", "`").replace("}", "`") for text in (*rule.what, *rule.remedy)]
        rows.append([f"`{name}`", "yes" if rule.severe else "", f"{what[0]} → {what[2]}", f"{what[1]} → {what[3]}"])
    return table("rule | severe | what is said | 说明", rows)


class Cars(SphinxDirective):
    """Puts the keys of a table where it stands, or the `rules`."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The nodes of the text."""
        name = self.arguments[0]
        return self.parse_text_to_nodes(rules_text() if name == "rules" else keys_text(name))


def setup(app: Sphinx) -> dict[str, bool]:
    """Tells Sphinx of the directive."""
    app.add_directive("car-keys", Cars)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
