"""A small mutation tester: changes one thing at a time in a room, and asks its tests whether they notice.

    python tools/mutate.py src/aureole/runtime/guard tests/runtime/guard [--jobs 2] [--limit 60] [--only WORDS ...]

Mutants: comparisons (turned, boundary moved), arithmetic, constants, `not`, `and`/`or` (turned, one side left out),
`min`/`max` (turned, one argument alone), `abs` dropped, branches that are always or never taken, `break` for
`continue`, returns of nothing, assignments and calls left out. Each is asked in a fork of a process that has the tests
collected already, within `--limit` seconds of its own, and ends with the first test that notices. Only tests that run
the function a change is in are asked, its own file's and those of few functions first: one run before says which.
Survivors must be explained in TESTS/survivors.md, a line each, `- file.py function: before → after: why`, with
` (2 times)` before the last colon where a function has two alike; an explanation that no survivor needs is an error
too.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import signal
import sys
import time
import types
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from _pytest.runner import runtestprotocol
from mutants import Mutant, mutants
from survivors import explained, held_against

SURVIVED, KILLED, UNASKED = 0, 1, 2  # how a process that asks a mutant ends; by a signal: out of its time, killed
PATIENCE = 20.0  # times its own seconds that may pass on a busy computer
ROOT = Path(__file__).resolve().parent.parent
SLOW = ("test_in_the_world.py", "test_laws.py")  # files of tests too slow to ask each mutant


class Unloadable(Exception):
    """The file cannot even be loaded with a mutant in it: nobody can overlook that."""


@cache
def loaded() -> dict[str, types.ModuleType]:
    """Every module that has a file, by it."""
    return {str(module.__file__): module for module in sys.modules.values() if getattr(module, "__file__", None)}


def put_in(mutant: Mutant) -> None:
    """Give the loaded functions and constants of the mutated file what the mutant has in their place."""
    module = loaded()[str(mutant.path)]
    made: dict[str, Any] = {"__name__": module.__name__, "__file__": module.__file__}
    code = compile(mutant.changed(), str(mutant.path), "exec")
    try:
        exec(code, made)  # noqa: S102
    except Exception as error:
        raise Unloadable from error
    for name, new in made.items():
        old = module.__dict__.get(name)
        same = isinstance(new, int | float | str) and repr(new) == repr(old)
        if new is old or same or name.startswith("__"):
            continue
        if isinstance(new, type):
            for inner, function in vars(new).items():
                take_over(vars(old).get(inner), function)
        elif not take_over(old, new):
            for place in loaded().values():
                if place.__dict__.get(name) is old:
                    setattr(place, name, new)


def take_over(old: object, new: object) -> bool:
    """Make a function that others hold already do what another one does."""
    if not (isinstance(old, types.FunctionType) and isinstance(new, types.FunctionType)):
        return False
    old.__code__, old.__defaults__, old.__kwdefaults__ = new.__code__, new.__defaults__, new.__kwdefaults__
    return True


class Asker:
    """Runs collected tests once a mutant, each time in a fork of the process that has collected them."""

    def __init__(self, found: list[Mutant], jobs: int, limit: float) -> None:
        self.found, self.jobs, self.limit = found, jobs, limit
        self.survivors: list[Mutant] | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Only what came of it: to tell where and why a test failed takes longer than most tests."""
        error = None if call.excinfo is None else call.excinfo.value
        outcome = "passed" if error is None else "skipped" if isinstance(error, pytest.skip.Exception) else "failed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)  # type: ignore[arg-type]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of running the tests once."""
        loaded()
        gc.freeze()
        gc.disable()
        runs = reached(session.items, {str(mutant.path) for mutant in self.found})
        if runs is not None:
            self.survivors = judge(self.found, list(zip(session.items, runs, strict=True)), self.jobs, self.limit)
        return True


class Run(NamedTuple):
    """One test without a mutant."""

    took: float  # s; of its own
    functions: frozenset[tuple[str, int]]
    """File and first line of every function of the room that it runs."""

    @property
    def effort(self) -> tuple[int, float]:
        """Tests of few functions tell more of each, and are quick."""
        return len(self.functions), self.took


def reached(items: list[pytest.Item], files: set[str]) -> list[Run] | None:
    """Runs every test once, in a process of its own; None if one fails."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(out)
            runs = [run for run in (watched(item, files) for item in items) if run is not None]
            with os.fdopen(into, "w") as file:
                json.dump([(run.took, sorted(run.functions)) for run in runs], file)
            os._exit(int(len(runs) < len(items)))
        finally:
            os._exit(1)
    os.close(into)
    with os.fdopen(out) as file:
        text = file.read()
    _, status = os.waitpid(child, 0)
    return None if status else [Run(took, frozenset((f, n) for f, n in seen)) for took, seen in json.loads(text)]


def watched(item: pytest.Item, files: set[str]) -> Run | None:
    """Runs a test and watches what it calls; None if it fails."""
    codes: set[types.CodeType] = set()

    def watch(frame: types.FrameType, event: str, _: object) -> None:
        if event == "call":
            codes.add(frame.f_code)

    since = time.process_time()
    sys.setprofile(watch)
    failed = any(report.failed for report in runtestprotocol(item, log=False))
    sys.setprofile(None)
    if failed:
        print(f"failed without a mutant: {item.nodeid}", flush=True)
    seen = frozenset((code.co_filename, code.co_firstlineno) for code in codes if code.co_filename in files)
    return None if failed else Run(time.process_time() - since, seen)


def asked_of(mutant: Mutant, tests: list[tuple[pytest.Item, Run]]) -> list[pytest.Item]:
    """The tests that can notice a mutant, those first that are likely to, or quick."""
    own = f"test_{mutant.path.stem}.py"
    within = {(str(mutant.path), first) for first in mutant.inside}
    able = [(item, run) for item, run in tests if not within or within & run.functions]
    return [item for item, run in sorted(able, key=lambda one: (one[0].path.name != own, *one[1].effort))]


def ask(mutant: Mutant, items: list[pytest.Item], limit: float) -> int:
    """In a process of its own, that ends with one of the codes above; gives its id."""
    child = os.fork()
    if child:
        return child
    code = UNASKED
    try:
        os.setsid()
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (ceil(limit), ceil(limit)))
        put_in(mutant)
        code = KILLED
        code = SURVIVED if all(not r.failed for item in items for r in runtestprotocol(item, log=False)) else KILLED
    except Unloadable:
        code = KILLED
    finally:
        os._exit(code)
    return 0


def cpu() -> float:
    """Seconds of CPU that this process and all it has waited for have taken."""
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in uses)


def now() -> float:
    """Seconds since some moment."""
    return time.clock_gettime(time.CLOCK_MONOTONIC)


def judge(all_mutants: list[Mutant], tests: list[tuple[pytest.Item, Run]], jobs: int, limit: float) -> list[Mutant]:
    """Ask every mutant, `jobs` at a time; gives the survivors."""
    waiting, running = list(reversed(all_mutants)), dict[int, tuple[Mutant, float]]()
    survivors, done = list[Mutant](), 0
    while waiting or running:
        while waiting and len(running) < jobs:
            mutant = waiting.pop()
            running[ask(mutant, asked_of(mutant, tests), limit)] = (mutant, now())
        time.sleep(0.01)
        for child, (mutant, since) in list(running.items()):
            ended, status = os.waitpid(child, os.WNOHANG)
            if not ended and now() - since > PATIENCE * limit:
                os.killpg(child, signal.SIGKILL)
                ended, status = os.waitpid(child, 0)
            if ended:
                del running[child]
                done += 1
                if done % 50 == 0:
                    print(f"{done}/{len(all_mutants)}", flush=True)
                if os.WIFEXITED(status) and os.WEXITSTATUS(status) != KILLED:
                    survivors.append(mutant)
                    how = "survived" if status == SURVIVED else "could not be put in"
                    print(f"{done}/{len(all_mutants)} {how}, line {mutant.line}: {mutant.name}", flush=True)
    return survivors


def main() -> int:
    """0 if every mutant is killed or explained, else 1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("room", type=Path)
    parser.add_argument("tests", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument("--only", nargs="*", default=[""])
    given = parser.parse_args()
    os.chdir(ROOT)
    every = [mutant for path in sorted(given.room.glob("*.py")) for mutant in mutants(path.resolve())]
    found = [mutant for mutant in every if any(words in mutant.name for words in given.only)]
    asker = Asker(found, given.jobs, given.limit)
    asked = [str(file) for file in sorted(given.tests.glob("test_*.py")) if file.name not in SLOW]
    pytest.main(["-q", "-s", "--tb=native", "-p", "no:cacheprovider", "-p", "no:xdist", *asked], [asker])
    if asker.survivors is None:
        print("the tests fail without a mutant; mend them first")
        return 1
    survivors, page = asker.survivors, given.tests / "survivors.md"
    told = explained(page.read_text(encoding="utf-8")) if page.is_file() else {}
    new, idle = held_against([mutant.name for mutant in survivors], told)
    asked_names = {mutant.name for mutant in found}
    idle = [name for name in idle if name in asked_names or len(found) == len(every)]
    unexplained = [mutant for mutant in survivors if mutant.name in new]
    for mutant in unexplained:
        print(f"survived, not explained: {mutant.path.name}:{mutant.line}, {mutant.name}")
    for name in idle:
        print(f"explained, but killed: {name}")
    left, known = len(survivors), len(survivors) - len(unexplained)
    print(f"{len(found)} mutants: {len(found) - left} killed, {left} survived, {known} of them explained", end="; ")
    print(f"{cpu():.0f} s of CPU")
    return int(bool(unexplained or idle))


if __name__ == "__main__":
    sys.exit(main())
