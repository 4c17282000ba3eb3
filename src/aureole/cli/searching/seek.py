"""A search of one suite with every driver, and everything that is written about it."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aureole import __version__
from aureole.cli import given, say
from aureole.cli.drivers import filed, is_foreign
from aureole.cli.life.running import Driven, Life, found, load
from aureole.cli.searching.field import Field
from aureole.cli.searching.picture import page
from aureole.cli.searching.words import Progress, word
from aureole.cli.work import warming
from aureole.cli.work.driving import Files
from aureole.cli.work.examining import Record, keep_records, with_record, written
from aureole.core.errors import BadInput
from aureole.exam.examine import Examination, sort_drives
from aureole.exam.life.course import Shown
from aureole.exam.life.executor import Executor
from aureole.exam.report.worst import WORST, worst_pairs
from aureole.exam.search.found import Found, Seen, content
from aureole.exam.search.looking import Looking
from aureole.exam.search.shrinking.minimise import FOLDER, Shrinking, Smallest
from aureole.exam.search.space import Space, shares, space_of
from aureole.exam.setup import Drive, Setup
from aureole.exam.suites.cases import Cases
from aureole.exam.suites.suite import FAILS, Suite
from aureole.exam.verdicts import finite
from aureole.runtime.files import whole

LEAST = 20  # drives of a search
NAME = "search"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, and how long."""

    find: str
    budget: int
    seeds: int
    seed: int
    """Of the search's own randomness."""
    lang: str = "en"
    drivers: int = 1


def seek(
    suite: Suite, setups: Sequence[Setup], wanted: Wanted, life: Life, *, quiet: bool
) -> list[Found]:  # fmt: skip
    """Search with every driver; write `search.json`, `search.html`, `verdicts.json`, `report.html` and `case.zip`.

    What was found until Ctrl-C is written, and the interruption goes on.

    Raises:
        BadInput: there is nothing to search, or too small a budget.
        Trouble: this machine does not keep a worker alive.
    """
    spaces = spaces_of(suite, wanted)
    setups = [replace(setup, fails=suite.fails or FAILS) for setup in setups]
    wanted = replace(wanted, drivers=len(setups))
    warming.ahead(lambda: quiet or print(f"  {say.word('compiling', wanted.lang)}", flush=True))
    if not warming.cold():
        load(Drive(spaces[0].part.at(0), 0), setups[0])
    for setup in setups:
        if is_foreign(setup.make):
            found(setup.make, life.executor)
    tell = Progress(wanted.budget * len(setups), wanted.lang, quiet=quiet)
    results: list[Found] = []
    try:
        for setup in setups:
            results.append(Found(setup.driver, []))
            one(results[-1], suite, spaces, setup, wanted, (life, tell))
    except KeyboardInterrupt:
        results[-1].stopped = True
        raise
    finally:
        tell.end()
        if any(result.drives for result in results):
            write(suite, setups, results, wanted, life)
    return results


def spaces_of(suite: Suite, wanted: Wanted) -> list[Space]:
    """The spaces of a suite's files."""
    if not isinstance(suite.entries, Cases):
        raise BadInput("a search looks through files of scenarios and distributions")
    spaces = [space_of(part, wanted.seeds) for part in suite.entries.parts]
    least = max(LEAST, len(spaces))
    if wanted.budget < least:
        raise BadInput(f"--budget {wanted.budget}: expected at least {least}")
    if all(space.count == 1 for space in spaces):
        raise BadInput(
            "nothing varies here, so there is nothing to search",
            remedy="give a suite with grids (aureole cases), a parameter value distribution, or --seeds N",
        )
    return spaces


def one(
    result: Found, suite: Suite, spaces: Sequence[Space], setup: Setup, wanted: Wanted, work: tuple[Life, Progress]
) -> None:
    """Search with one driver; what is found stands in `result` as it comes."""
    life, tell = work
    begun = time.perf_counter()
    field = Field(setup, life.executor, tell.more)
    cases = sum(space.part.count for space in spaces)
    try:
        for space, budget in zip(spaces, shares(spaces, wanted.budget), strict=True):
            looking = Looking(space, space.part.count / cases, field.judge, (wanted.find, setup.fails))
            result.looked.append(looking.looked)
            looking.look(budget, f"{suite.name} {space.name}", wanted.seed)
        folder = life.folder / NAME
        if wanted.drivers > 1:
            folder = folder / filed(setup.driver)
        shutil.rmtree(folder, ignore_errors=True)
        if result.hits:
            tell.shrinking(setup.driver, going=True)
            shrink(result, setup, wanted, (field, life.executor), folder)
            tell.shrinking(setup.driver, going=False)
    finally:
        result.seconds = time.perf_counter() - begun


def shrink(result: Found, setup: Setup, wanted: Wanted, work: tuple[Field, Executor], folder: Path) -> None:
    """Make the mildest failing drive smaller, and write it as `case.zip`."""
    field, executor = work
    hits = [(looked, hit) for looked in result.looked for hit in looked.hits if hit.verdict.digest]
    if not hits:
        return
    looked, hit = max(hits, key=lambda pair: pair[1].margin)
    shrinking = Shrinking((hit.drive, hit.verdict), looked.space, wanted.find, field.tried, folder)
    result.smallest = shrinking.shrunk([axis for axis, _ in looked.relevance()], setup.ego)
    result.case = str(recorded(result.smallest, setup, executor, folder, wanted.lang) or "")


def recorded(smallest: Smallest, setup: Setup, executor: Executor, folder: Path, lang: str) -> Path | None:
    """The `case.zip` of the smallest case, with record and report beside it."""
    executor.submit(0, Record(smallest.drive, setup, Files(out=folder, command=given.typed()), lang))
    answer = executor.answer()
    written = answer.result if isinstance(answer.result, dict) else {}
    for kept in folder.glob(f"{FOLDER}-*"):
        shutil.rmtree(kept, ignore_errors=True)  # the archive holds it
    return written.get("case")


def write(suite: Suite, setups: Sequence[Setup], results: Sequence[Found], wanted: Wanted, life: Life) -> None:
    """Everything that is written; once somebody has stopped it, nothing is driven any more for that."""
    lang, stopped = wanted.lang, any(one.stopped for one in results)
    table = {
        "aureole": __version__, "suite": suite.name, "find": wanted.find, "budget": wanted.budget,
        "seeds": wanted.seeds, "seed": wanted.seed, "drivers": {one.driver: content(one) for one in results},
    }  # fmt: skip
    with whole(life.folder / "search.json") as file:
        file.write(json.dumps(finite(table), ensure_ascii=False, indent=1) + "\n")
    with whole(life.folder / "search.html") as file:
        file.write(page(suite.name, results, wanted.find, lang=lang))
    driven = Driven(seconds={one.driver: one.seconds for one in results})
    for setup, result in zip(setups, results, strict=False):
        place = len(driven.verdicts)
        seen = [each for looked in result.looked for each in looked.seen]
        driven.verdicts += [each.verdict for each in seen]
        if not stopped:
            show(driven, place, seen, setup, life.executor, WORST // len(results))
    if life.keep > 0 and not stopped:
        kept = keep_records(driven.verdicts, setups, life, lang=lang)
        driven.verdicts = [with_record(verdict, kept.get(k)) for k, verdict in enumerate(driven.verdicts)]
    named = replace(suite, name=f"{suite.name} · {word('chosen', lang)}")
    written(named, setups, life.folder, driven, lang=lang)


def show(driven: Driven, place: int, seen: Sequence[Seen], setup: Setup, executor: Executor, count: int) -> None:
    """Keep replays of the worst drives of one driver for the report."""
    verdicts = [one.verdict for one in seen]
    chosen = [k for k in worst_pairs(verdicts, count=count) if verdicts[k].digest]
    if not chosen:
        return
    drives = [seen[k].drive for k in chosen]
    exam = Examination(drives, setup, sort_drives(drives, setup.ego), lambda _: None)
    exam.begin({k: verdicts[at] for k, at in enumerate(chosen)}, shown=Shown())
    exam.show(set(range(len(drives))), executor)
    if exam.shown is not None:
        driven.shown.replays.update({place + chosen[k]: replay for k, replay in exam.shown.replays.items()})
        driven.shown.roads.update({place + chosen[k]: road for k, road in exam.shown.roads.items()})
