"""`aureole exam`: many cases, one or several drivers, verdicts and a report."""

from __future__ import annotations

import json as plain
import os
import sys
import time
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from aureole.cli import given, say
from aureole.core.errors import BadInput, Unsupported


def exam(
    *suites: str,
    driver: Annotated[list[str] | None, Parameter(name="--driver")] = None,
    car: str | None = None,
    seeds: int = 1,
    dt: float = 0.01,
    jobs: int = 0,
    timeout: float = 600.0,
    order: str = "",
    ego: str | None = None,
    out: Path | None = None,
    json: bool = False,
    lang: str = "",
    ray: str = "",
    resume: bool = False,
    keep: int = 0,
    scores: str = "",
) -> int:
    """Examine drivers over a suite or over files; write verdicts.json and report.html.

    Args:
        suites: one embedded suite (quick), or scenario files and folders.
        driver: may be repeated; the report compares. rules if left out.
        car: sedan, suv, lorry or a .toml file; the sedan with the scenario's measures if left out.
        seeds: every case is driven with the seeds 0 to N-1.
        dt: seconds a step.
        jobs: threads; 0 takes every core.
        timeout: seconds after which one drive is ended.
        order: what the passenger says in every case.
        ego: entity to examine; else Ego, ego, hero, or the first vehicle.
        out: folder for verdicts and report.
        json: print the summary as JSON.
        lang: zh or en.
        ray: address of a Ray cluster; not there yet.
        resume: go on with an interrupted exam; not there yet.
        keep: write record and report of the first N failed drives into OUT/records; the rest is re-created on demand.
        scores: of the field, beside our own: pdms, epdms, nuplan, route, alpasim, with commas between.
    """
    for option, asked in (("--ray", bool(ray)), ("--resume", resume)):
        if asked:
            raise Unsupported(f"{option} is not there yet", remedy="leave it out")
    lang = given.language(lang)
    if not suites:
        raise BadInput("no suite and no file given", remedy="aureole exam quick, or aureole exam FILES")
    if keep < 0:
        raise BadInput(f"--keep {keep}: expected 0 or more")
    if not 1 <= seeds <= 100_000:
        raise BadInput(f"--seeds {seeds}: expected 1 to 100000")
    jobs = jobs or os.cpu_count() or 1
    drivers = driver or ["rules"]
    if not json:
        print(
            f"aureole exam {' '.join(suites[:3])}{' …' if len(suites) > 3 else ''} · {', '.join(drivers)}", flush=True
        )
    from aureole.cli.work.reading import ahead, suite_of

    suite = suite_of(suites)
    ahead(suite.entries, ego)
    from aureole.cli.work.examining import examine_all, keep_records

    folder = out or Path("aureole-out") / f"exam-{Path(suites[0]).stem}"
    setups = [
        given.setup(name, car, step=dt, timeout=timeout, order=order, ego=ego, jobs=jobs, scores=scores)
        for name in drivers
    ]
    started = time.perf_counter()
    found = examine_all(suite, setups, seeds, folder, lang=lang, tell=None if json else Teller(lang))
    if keep > 0:
        keep_records(found.cases, setups, folder / "records", keep, lang=lang)
    if json:
        from aureole.exam.verdicts import finite

        print(plain.dumps(finite(found.summary), ensure_ascii=False, indent=1))
    else:
        print(say.table(found.cases, lang))
        for name, counts in found.summary.items():
            shown = " · ".join(f"{key} {counts[key]}" for key in say.COUNTS if counts.get(key))
            print(f"{name}: {shown} · {time.perf_counter() - started:.1f} s")
            for line in say.summed(counts, lang):
                print(f"  {line}")
            print(say.means(counts.get("scores", {}), lang), end="")
        print(f"  {say.word('exposure', lang)}")
        print(
            f"  {say.word('verdicts', lang)}: {folder / 'verdicts.json'}\n"
            f"  {say.word('report', lang)}: {folder / 'report.html'}"
        )
    statuses = {verdict.status for verdict in found.cases}
    return 1 if statuses & {"failed", "not_exercised"} else 4 if "infrastructure" in statuses else 0


class Teller:
    """Tells how far it is and how long it will take: one line redrawn on a terminal, plain lines elsewhere."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.total = self.done = 0
        self.started = self.last = time.perf_counter()

    def begin(self, total: int) -> None:
        """So many drives are to come."""
        self.total, self.started = total, time.perf_counter()
        print(f"  {total} {say.word('cases', self.lang)}", flush=True)

    def compiling(self) -> None:
        """The kernels are compiled first."""
        print(f"  {say.word('compiling', self.lang)}", flush=True)

    def more(self, count: int) -> None:
        """So many are done."""
        self.done += count
        now = time.perf_counter()
        if now - self.last < (0.2 if sys.stdout.isatty() else 5.0) and self.done < self.total:
            return
        self.last = now
        left = (now - self.started) / max(self.done, 1) * (self.total - self.done)
        line = f"  {self.done}/{self.total} · {say.word('expected', self.lang)} {left:.0f} s"
        print(
            f"\r{line}   ", end="\n" if self.done == self.total else "", flush=True
        ) if sys.stdout.isatty() else print(line)
