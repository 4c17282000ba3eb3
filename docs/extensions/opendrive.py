"""The reference of OpenDRIVE: the fate of every element, read from the tables that the reader itself uses."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from aureole.world.roads.furniture import fates as furniture
from aureole.world.roads.reading import fates as roads
from aureole.world.roads.reading.words import Fate, table

CHAPTERS = {  # how paths begin, the longest first where several fit
    "Signals": ("road/signals", "controller", "vmsGroup"),
    "Objects": ("road/objects", "junction/objects"),
    "Junctions": ("junction",),
    "Lanes": ("road/lanes",),
    "Tracks and stations": ("road/railroad", "station"),
    "Roads": ("road",),
    "The file": ("",),
}
ORDER = ("The file", "Roads", "Lanes", "Junctions", "Objects", "Signals", "Tracks and stations")


def chapter(fate: Fate) -> str:
    """The chapter of an element."""
    return next(name for name, starts in CHAPTERS.items() if fate.path.startswith(starts))


def cell(text: str) -> str:
    """Text that stays in its cell of a table."""
    return text.replace("|", "\\|")


def names(attributes: tuple[str, ...]) -> str:
    """Attributes as code."""
    return " ".join(f"`{name}`" for name in attributes)


def row(fate: Fate) -> str:
    """One line of the table."""
    cells = (f"`{fate.path}`", fate.fate, names(fate.read), names(fate.dropped), cell(fate.why))
    return f"| {' | '.join(cells)} |"


def text() -> str:
    """Every element, chapter by chapter."""
    found = list(table())
    lines = [f"{len(found)} paths: " + ", ".join(
        f"{sum(fate.fate == word for fate in found)} {word}" for word in ("read", "dropped", "refused")
    ) + ".", ""]  # fmt: skip
    for name in ORDER:
        lines += [f"## {name}", "", "| element | fate | attributes read | attributes not used | why |"]
        lines += ["| --- | --- | --- | --- | --- |", *(row(fate) for fate in found if chapter(fate) == name), ""]
    return "\n".join(lines)


class Fates(SphinxDirective):
    """Puts the tables where it stands."""

    def run(self) -> list[nodes.Node]:
        """The nodes of the tables."""
        for module in (roads, furniture):
            self.env.note_dependency(str(module.__file__))
        return self.parse_text_to_nodes(text(), allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Tells Sphinx of the directive."""
    app.add_directive("opendrive-fates", Fates)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
