"""`aureole exam`: many cases, one or several drivers, verdicts and a report."""

from __future__ import annotations

import contextlib
import json as plain
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from aureole.cli import given, say
from aureole.cli.life.telling import Teller, phrase
from aureole.core.errors import BadInput, Trouble

JOURNAL = "exam.journal"


def exam(
    *suites: str,
    driver: Annotated[list[str] | None, Parameter(name="--driver")] = None,
    car: str | None = None,
    seeds: int = 1,
    dt: float | None = None,
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
    patience: float = 30.0,
    search: bool = False,
    find: str = "failed",
    budget: int = 2000,
    seed: int = 0,
    traffic: str = "",
    senses: str = "given",
    weather: str = "",
    fault: Annotated[list[str] | None, Parameter(name="--fault")] = None,
    perception: str = "",
) -> int:
    """Examine drivers over a suite or over files; write verdicts.json and report.html.

    Args:
        suites: one embedded suite (aureole cases lists them), or scenario files and folders.
        driver: as drive takes it; may be repeated, the report compares. If left out: rules, beside the suite's own.
        car: sedan, suv, lorry, point or a .toml file; the sedan with the scenario's measures if left out.
        seeds: every case is driven with the seeds 0 to N-1.
        dt: seconds a step; 0.01, or the frame of the suite's reference drivers for those, if left out.
        jobs: processes that drive; 0 takes every core, with --ray every core of the cluster.
        timeout: seconds after which one drive is ended.
        order: what the passenger says in every case.
        ego: entity to examine; else Ego, ego, hero, or the first vehicle.
        out: folder for verdicts and report.
        json: print the summary as JSON.
        lang: zh or en.
        ray: address of a Ray cluster whose machines drive (auto, HOST:6379, ray://HOST:10001), or local.
        resume: go on with the exam that was interrupted in OUT.
        keep: write record and report of the first N failed drives into OUT/records; the rest is re-created on demand.
        scores: of the field, beside our own: pdms, epdms, nuplan, route, alpasim, with commas between.
        patience: seconds after which a driver that does not answer has failed its case.
        search: look for failures instead of driving every case; give their rate and the smallest failing case.
        find: with --search, what is looked for: failed, or an event by name, excused or not (collision).
        budget: with --search, draws for each driver at most.
        seed: with --search, of the search's own randomness.
        traffic: of a recording, whose others give way then: idm (one textbook driver), human (people as recorded at its
            site, else at us101), human:SITE (aureole world people lists the sites).
        senses: given (what the car's sensors would tell of, by the world), or perceived (the pictures of its eyes, in
            which a network must find it); given if left out.
        weather: with --senses perceived: day, overcast, dusk, night, rain, fog or glare; day if left out.
        fault: with --senses perceived, of the eyes: blind:front (left, right, rear, all), drop:0.3 (share of frames),
            latency:0.2 (seconds more); blind and drop may begin later: blind:front@5. May be repeated.
        perception: with --senses perceived: another network that perceives, FILE.onnx; ours if left out.
    """
    lang = given.language(lang)
    if not suites:
        raise BadInput("no suite and no file given", remedy="aureole exam quick, or aureole exam FILES")
    if keep < 0:
        raise BadInput(f"--keep {keep}: expected 0 or more")
    patience = given.seconds("--patience", patience, 0.1, 86_400.0)
    if jobs < 0:
        raise BadInput(f"--jobs {jobs}: expected at least 1")
    if not 1 <= seeds <= 100_000:
        raise BadInput(f"--seeds {seeds}: expected 1 to 100000")
    if search:
        from aureole.cli.searching.refusing import refuse

        refuse(find, budget, resume=resume)
    from aureole.cli.work.reading import ahead, suite_of

    suite = suite_of(suites)
    if traffic:
        from aureole.cli.people.traffic import peopled

        suite = peopled(suite, traffic)
    if not json:
        told = f"{' '.join(suites[:3])}{' …' if len(suites) > 3 else ''}"
        print(f"aureole exam {told} · {', '.join(driver or suite.drivers)}", flush=True)
    ahead(suite.entries, ego)
    from aureole.cli.life.frames import setups_of
    from aureole.cli.life.running import Life
    from aureole.cli.life.stopping import stoppable
    from aureole.cli.life.workers import workers
    from aureole.cli.work.examining import examine_all

    folder = out or Path("aureole-out") / f"exam-{Path(suites[0]).stem}"
    setups = setups_of(
        suite, driver, car=car, dt=dt, timeout=timeout, order=order, ego=ego, scores=scores, senses=senses,
        weather=weather, faults=fault or (), perception=perception,
    )  # fmt: skip
    if search:
        from aureole.cli.searching.seek import Wanted
        from aureole.cli.searching.telling import searched

        wanted = Wanted(find, budget, seeds, seed, lang)
        with workers(ray, jobs, patience) as pool, stoppable(pool):
            return searched(suite, setups, wanted, Life(pool, folder, keep=keep), lang=lang, json=json)
    with kept(folder, lang), workers(ray, jobs, patience) as pool, stoppable(pool):
        tell = None if json else Teller(lang, len(setups), pool.jobs)
        found = examine_all(suite, setups, seeds, Life(pool, folder, resume, keep), lang=lang, tell=tell)
    if json:
        from aureole.exam.verdicts import finite

        print(plain.dumps(finite(found.summary), ensure_ascii=False, indent=1))
    else:
        print(say.table(found.cases, lang))
        for name, counts in found.summary.items():
            shown = " · ".join(f"{key} {counts[key]}" for key in say.COUNTS if counts.get(key))
            print(f"{name}: {shown} · {counts['seconds']:.1f} s")
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


@contextlib.contextmanager
def kept(folder: Path, lang: str) -> Iterator[None]:
    """Whatever ends the exam: if what is done is kept, say how to go on."""
    try:
        yield
    except (KeyboardInterrupt, Trouble) as error:
        if not isinstance(error, BadInput) and (folder / JOURNAL).exists():
            print(f"\naureole: {phrase('kept', lang)}", file=sys.stderr)
        raise
