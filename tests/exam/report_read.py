"""What a report carries, as its page reads it: for tests of the file without a browser."""

import base64
import json
import re
import zlib
from pathlib import Path

from aureole.core.verdict import BLAMES, STATUSES
from aureole.exam.report.columns import unpack


def content(path: Path) -> dict:
    """The data element of a report."""
    text = path.read_text(encoding="utf-8")
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)[1])


def told(packed: str) -> dict:
    """A squeezed replay, road or list of commands."""
    return json.loads(zlib.decompress(base64.b64decode(packed), -15))


def rows(path: Path) -> list[dict]:
    """The lines of a report with what stands in the core, by name."""
    core = unpack(content(path)["sections"]["core"])
    lines = [dict(zip(core, values, strict=True)) for values in zip(*core.values(), strict=True)]
    return [line | {"status": STATUSES[round(line["status"])], "blame": BLAMES[round(line["blame"])]} for line in lines]
