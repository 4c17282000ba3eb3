"""The reference of the CAN bus: frames and signals from the DBC that the code uses, names of VSS from its table."""

from docutils import nodes
from learning import table
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from aureole.core.errors import Missing
from aureole.vehicle.ports import database
from aureole.vehicle.signals import vss


def frame_text() -> str:
    """Every frame."""
    rows = []
    for frame in database.frames().values():
        cycle = f"{frame.period:g} s" if frame.period else "on need"
        tail = "yes" if frame.secured else "no"
        cells = [f"{frame.id:#x}", str(frame.length), cycle, frame.sender, f"{frame.identity:#x}", tail]
        rows.append([f"`{frame.name}`", *cells, frame.comment])
    return table("frame | id | bytes | cycle | sender | E2E identity | authenticated | what it says", rows)


def signal_text() -> str:
    """Every signal that is not the bus's own."""
    own = {"Crc", "Count", "Freshness", "Mac"}
    rows = [
        [f"`{frame.name}`", f"`{each.name}`", each.unit or "1", f"{each.scale:g}", f"{each.low:g} … {each.high:g}"]
        for frame in database.frames().values()
        for each in frame.signals.values()
        if each.name not in own
    ]
    return table("frame | signal | unit | step | range", rows)


def vss_text() -> str:
    """Every leaf of VSS."""
    rows = [
        [f"`{leaf.path}`", leaf.kind, leaf.datatype, leaf.unit or "1", f"`{leaf.frame}.{leaf.signal}`"]
        for leaf in vss.LEAVES
    ]
    return table("VSS | kind | type | unit | signal", rows)


class Tables(SphinxDirective):
    """Puts a table where it stands: `frames`, `signals` or `vss`."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The nodes of the table; without cantools a line that says so."""
        for path in (database.OURS, database.__file__, vss.__file__):
            self.env.note_dependency(str(path))
        texts = {"frames": frame_text, "signals": signal_text, "vss": vss_text}
        try:
            text = texts[self.arguments[0]]()
        except Missing as missing:
            text = f"(This table is made from `aureole.dbc`: {missing.what}.)"
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Tells Sphinx of the directive."""
    app.add_directive("from-can", Tables)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
