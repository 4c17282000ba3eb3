"""The reference of the command line, read from the commands themselves."""

import importlib.util

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


def command_texts() -> list[str]:
    """One text a command, in the order of their names."""
    if importlib.util.find_spec("aureole.cli.main") is None:
        return ["There is no command yet."]
    from aureole.cli.main import app

    names = sorted(name for name in app if not name.startswith("-"))
    layout = {"output_format": "markdown", "recursive": True, "heading_level": 2}
    return [app[name].generate_docs(**layout, usage_name=f"aureole {name}") for name in names]


class Commands(SphinxDirective):
    """Puts the reference of every command where it stands."""

    def run(self) -> list[nodes.Node]:
        """The nodes of all commands."""
        return self.parse_text_to_nodes("\n\n".join(command_texts()), allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Tells Sphinx of the directive."""
    app.add_directive("all-commands", Commands)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
