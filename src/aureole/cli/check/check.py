"""`aureole check KIND NAME`: the public conformance checkers; of drivers so far."""

from __future__ import annotations

import json as plain
import time

from aureole.cli import drivers, given
from aureole.core.errors import BadInput, Unsupported

NOT_YET = ("world", "port", "chip")


def check(kind: str, name: str = "", *, json: bool = False, lang: str = "") -> int:
    """Check whether a part keeps every promise of its role; each is told with why and what to do.

    Args:
        kind: driver; worlds, ports and chips are not there yet.
        name: of the part: an installed driver, package.module:Class, or a network FILE.onnx.
        json: print JSON.
        lang: zh or en.
    """
    lang = given.language(lang)
    if kind in NOT_YET:
        raise Unsupported(f"check {kind} is not there yet", remedy="there is: aureole check driver NAME")
    if kind != "driver":
        raise BadInput(f"there is no role '{kind}'", remedy=f"there are driver, and later {', '.join(NOT_YET)}")
    if not name:
        known = ", ".join(drivers.names())
        remedy = f"aureole check driver NAME, NAME being {known}, package.module:Class, or FILE.onnx"
        raise BadInput("no driver named", remedy=remedy)
    made = drivers.found(name)
    from aureole.cli.check.tell import told, totals
    from aureole.exam.conformance.driver import check_driver
    from aureole.exam.examine import Setup

    if not json:
        print(f"aureole check driver {name}", flush=True)
    report = check_driver(
        Setup(driver=name, make=made),
        time.perf_counter,
        lambda one: None if json else print(told(one, lang), flush=True),
    )
    print(plain.dumps(report.as_dict(), ensure_ascii=False, indent=1) if json else totals(report, lang))
    return 0 if report.fits else 1
