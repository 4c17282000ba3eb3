"""What a file says about itself: the FileHeader with its version, and Properties for an author's own tools."""

from __future__ import annotations

from aureole.core.errors import Unsupported
from aureole.world.scenarios.read import Node

MINOR = ("0", "1", "2", "3")  # of OpenSCENARIO XML 1.x


def check_header(root: Node) -> None:
    """Refuse other versions than OpenSCENARIO XML 1.0 to 1.3."""
    header = root.one("FileHeader")
    header.known("revMajor revMinor date description author", "License Properties")
    for child in header:
        if child.name == "License":
            child.known("name resource spdxId")
        else:
            check_properties(child)
    version = (header.raw("revMajor"), header.raw("revMinor"))
    if version[0] != "1" or version[1] not in MINOR:
        what = f"OpenSCENARIO {'.'.join(version)[:20]} is not supported"
        raise Unsupported(what, place=header.place, remedy="give OpenSCENARIO XML 1.0 to 1.3")


def check_properties(node: Node | None) -> None:
    """Refuse what does not belong into a Properties element (OpenSCENARIO 1.3: Property, File, CustomContent)."""
    if node is None:
        return
    for child in node.known("", "Property File CustomContent"):
        if child.name == "Property":
            child.known("name value").raw("name")
            child.raw("value")
        elif child.name == "File":
            child.known("filepath").raw("filepath")
        else:
            child.known()
