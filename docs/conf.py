"""How Sphinx builds our documentation."""

import sys
from pathlib import Path

import aureole

sys.path.insert(0, str(Path(__file__).parent / "extensions"))

project = "Aureole"
author = "The Aureole authors"
project_copyright = "The Aureole authors, Apache-2.0"
version = release = aureole.__version__

extensions = [
    "myst_parser", "can_frames", "cars", "commands", "learning", "opendrive", "openscenario", "situations", "words",
]  # fmt: skip
exclude_patterns: list[str] = []
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
nitpicky = True

html_theme = "furo"
html_title = "Aureole"
html_show_sourcelink = False
html_copy_source = False
