"""The reference of OpenSCENARIO: the fate of every element, read from the table that the reader itself uses."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from aureole.world.scenarios import words

FATES = ("played", "without effect", "refused")


def text() -> str:
    """How many there are, then every element in the order of the alphabet."""
    found = sorted(words.table(), key=lambda row: row[0].lower())
    counts = ", ".join(f"{sum(fate == word for _, _, fate, _ in found)} {word}" for word in FATES)
    lines = [f"{len(found)} elements: {counts}.", "", "| element | since | fate | why |", "| --- | --- | --- | --- |"]
    lines += [f"| `{name}` | {since} | {fate} | {why} |" for name, since, fate, why in found]
    return "\n".join(lines)


class Fates(SphinxDirective):
    """Puts the table where it stands."""

    def run(self) -> list[nodes.Node]:
        """The nodes of the table."""
        self.env.note_dependency(str(words.__file__))
        return self.parse_text_to_nodes(text(), allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Tells Sphinx of the directive."""
    app.add_directive("openscenario-fates", Fates)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
