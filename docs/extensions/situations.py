"""The reference of situations: every one with what must be done and its ranges, read from the situations themselves."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from aureole.conduct.rights.laws import LAWS
from aureole.world.situations import index
from aureole.world.situations.gallery.page import GROUPS
from aureole.world.situations.situation import SEEN, Span


def text() -> str:
    """A section for each group, a table in it; then the ranges that all share."""
    lines = []
    for group, (title, _) in GROUPS.items():
        found = [one for one in index.SITUATIONS.values() if one.group == group]
        lines += [
            f"## {title}",
            "",
            "| situation | what happens | must | never | clauses | drawn | oncoming lane |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
        lines += [
            f"| `{one.name}` | {one.en} | {one.must[0]} | {one.forbidden[0]} | {', '.join(one.clauses)} "
            f"| {', '.join(one.spans) or '-'} "
            f"| {'may be used' if one.opposite else ''} |"
            for one in found
        ]
        own = {name: span for one in found for name, span in one.spans.items()}
        lines += ["", *ranges(own), ""]
    return "\n".join([*lines, "## What all draw", "", *ranges(SEEN), "", *laws()])


def laws() -> list[str]:
    """The rules in words that situations name beside clauses."""
    rows = [
        f"| {law.id} | {law.says[0]} | {'yes' if law.verified else 'no'} | {', '.join(law.sources) or '-'} |"
        for law in LAWS.values()
    ]
    return ["## Rules in words", "", "| rule | what it says | verified | read at |", "| --- | --- | --- | --- |", *rows]


def ranges(spans: dict[str, Span]) -> list[str]:
    """What is drawn, and from where to where; of several ranges of one name the last."""
    rows = [
        f"| `{name}` | {span.en} | {span.low:g} … {span.high:g} {span.unit.replace('-', '')} |"
        for name, span in spans.items()
    ]
    return ["| value | what it is | range |", "| --- | --- | --- |", *rows]


class Situations(SphinxDirective):
    """Puts the tables where they stand."""

    def run(self) -> list[nodes.Node]:
        """The nodes of the tables."""
        self.env.note_dependency(str(index.__file__))
        return self.parse_text_to_nodes(text(), allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Tells Sphinx of the directive."""
    app.add_directive("situations", Situations)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
