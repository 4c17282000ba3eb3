"""`aureole drive`: one case, one verdict, one report."""

from __future__ import annotations

import json as plain
import time
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from aureole.cli import given, say
from aureole.core.errors import Unsupported


def drive(
    case: str = "",
    *,
    driver: str = "rules",
    car: str | None = None,
    seed: int = 0,
    order: str = "",
    set_: Annotated[list[str] | None, Parameter(name="--set")] = None,
    variation: int | None = None,
    dt: float = 0.01,
    trace: Path | None = None,
    storyboard: Path | None = None,
    timeout: float = 600.0,
    ego: str | None = None,
    out: Path | None = None,
    json: bool = False,
    lang: str = "",
    runtime: bool = False,
    cockpit: bool = False,
    scores: str = "",
) -> int:
    """Drive one case in closed loop; print the verdict, write the record and the report.

    Args:
        case: embedded name (see `aureole cases`), an OpenSCENARIO file or a distribution of one; the default case if
            left out.
        driver: passive, rules, an installed one, or package.module:Class.
        car: sedan, suv, lorry or a .toml file; the sedan with the scenario's measures if left out.
        seed: of all randomness.
        order: what the passenger says, e.g. "靠边停车" or "change left".
        set_: PARAM=VALUE of the scenario; may be repeated. Of a distribution it picks the variations with that value.
        variation: number of the variation to drive, if the case is a parameter value distribution file.
        dt: seconds a step.
        trace: write every entity at every step to this CSV file.
        storyboard: write every state transition of the storyboard to this CSV file.
        timeout: seconds of the drive after which it is ended.
        ego: entity to examine; else Ego, ego, hero, or the first vehicle.
        out: folder for record and report.
        json: print the verdict as JSON.
        lang: zh or en.
        runtime: through the operating system; not there yet.
        cockpit: with the live page; not there yet.
        scores: of the field, beside our own: pdms, epdms, nuplan, route, alpasim, with commas between.
    """
    for option, asked in (("--runtime", runtime), ("--cockpit", cockpit)):
        if asked:
            raise Unsupported(f"{option} is not there yet", remedy="leave it out: the drive runs in this process")
    lang = given.language(lang)
    name = case or "cut-in"
    if not json:
        print(f"aureole {say.word('drives', lang)} {name} · {driver} · dt {dt:g} s", flush=True)
    from aureole.cli.work.reading import ahead

    chosen = given.case_of(case, set_ or [], variation)
    ahead([chosen], ego)
    from aureole.cli.work.driving import Files, drive_one

    def tell() -> None:
        if not json:
            print(f"  {say.word('compiling', lang)}", flush=True)

    started = time.perf_counter()
    files = Files(trace=trace, storyboard=storyboard, out=out, command=given.typed(), tell=tell)
    setup = given.setup(driver, car, step=dt, timeout=timeout, order=order, ego=ego, scores=scores)
    verdict, written = drive_one(chosen, setup, seed, files, lang=lang)
    if json:
        from aureole.exam.verdicts import case_to_json, finite

        print(plain.dumps(finite(case_to_json(verdict)), ensure_ascii=False, indent=1))
    else:
        print(say.one(verdict, lang))
        print(f"  {time.perf_counter() - started:.1f} s")
        for kind, path in written.items():
            print(f"  {say.word(kind, lang)}: {path}")
    return {"passed": 0, "unavoidable": 0, "infrastructure": 4}.get(verdict.status, 1)
