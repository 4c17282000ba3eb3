"""The ASAM quality checkers, run in their own environment if the person has them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from aureole.core.errors import BadInput, Missing, Trouble
from aureole.world.roads.reading.markup import content

TOOLS = {  # kind: command, its package, the name of its bundle in a configuration
    "map": ("qc_opendrive", "asam-qc-opendrive", "xodrBundle"),
    "scenario": ("qc_openscenario", "asam-qc-openscenarioxml", "xoscBundle"),
}
LEVELS = {"1": "error", "2": "warning", "3": "information"}
LONGEST = 600.0  # s


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that a checker found."""

    level: str
    rule: str
    what: str
    line: int
    """0 where none is told."""

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{self.level}: {where}{self.what} [{self.rule}]"

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        return {"level": self.level, "rule": self.rule, "what": self.what, "line": self.line}


def look(file: Path, kind: str, largest: int) -> tuple[Issue, ...] | None:
    """What the checker of a kind says of a file; None of one that it is not given.

    It is not given what is no file, has more than `largest` bytes unpacked, or a document type declaration: a checker
    may wait for a pipe, and follow entities.

    Raises:
        Missing: it is not on the path.
        Trouble: it broke, or took too long.
    """
    command, package, bundle = TOOLS[kind]
    tool = shutil.which(command)
    if tool is None:
        remedy = f"install it in an environment of its own and put it on the path: pipx install {package}"
        raise Missing(f"{command} is not installed, so --qc cannot ask it", remedy=remedy)
    try:
        data = content(file, str(file), largest)
    except BadInput:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asked = file.resolve()
        if file.suffix == ".gz":  # which the checkers do not read
            asked = folder / file.stem
            asked.write_bytes(data)
        result = folder / "result.xqar"
        (folder / "config.xml").write_bytes(configuration(asked, result, bundle))
        try:
            done = subprocess.run(  # noqa: S603 a command that was found by its name
                [tool, "-c", str(folder / "config.xml")], cwd=folder, capture_output=True, text=True, timeout=LONGEST,
                check=False,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Trouble(f"{command} broke: {error}", place=str(file), remedy=f"run {command} by hand") from None
        if not result.is_file():
            last = (done.stderr or done.stdout).strip().splitlines()[-1:] or [f"it ended with {done.returncode}"]
            raise Trouble(
                f"{command} gave no result: {last[0][:200]}", place=str(file), remedy=f"run {command} by hand"
            )
        return issues(result)


def configuration(file: Path, result: Path, bundle: str) -> bytes:
    """What to check and where to say it, as the ASAM framework has it."""
    root = etree.Element("Config")
    etree.SubElement(root, "Param", name="InputFile", value=str(file))
    element = etree.SubElement(root, "CheckerBundle", application=bundle)
    etree.SubElement(element, "Param", name="resultFile", value=str(result))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def issues(result: Path) -> tuple[Issue, ...]:
    """Every issue of a result file (.xqar)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(result.read_bytes(), parser)
    found = []
    for element in root.iter("Issue"):
        place = next(element.iter("FileLocation"), None)
        line = 0 if place is None else int(place.get("row", "0"))
        level = LEVELS.get(element.get("level", ""), element.get("level", ""))
        found.append(Issue(level, element.get("ruleUID", ""), element.get("description", ""), line))
    return tuple(found)
