"""A small mutation tester: changes one thing at a time in a room, and asks its tests whether they notice.

    python tools/mutate.py src/aureole/runtime/guard tests/runtime/guard [--jobs 2] [--limit 60] [--only WORDS]

Mutants: comparisons (turned, boundary moved), arithmetic, constants, `not`, `and`/`or`, `min`/`max`, `abs` dropped,
branches that are always or never taken, returns of nothing, assignments left out. Each is asked in a fork of a process
that has the tests collected already, within `--limit` seconds, and ends with the first test that notices.
Survivors must be explained in TESTS/survivors.md, a line each, `- file.py: before → after: why`; an explanation that no
survivor needs is an error too.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import signal
import sys
import time
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from _pytest.runner import runtestprotocol

ROOT = Path(__file__).resolve().parent.parent
SLOW = ("test_in_the_world.py", "test_laws.py")  # files of tests too slow to ask each mutant

COMPARE: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.LShift: ast.RShift,
    ast.RShift: ast.LShift, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
SWAPPED = {"min": "max", "max": "min"}


class Mutant(NamedTuple):
    """One change."""

    path: Path
    line: int
    before: str
    after: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """As `survivors.md` says it."""
        return f"{self.path.name}: {self.before} → {self.after}"


def changes(node: ast.AST) -> Iterator[ast.AST | None]:
    """What a node may become; None: it is left out."""
    match node:
        case ast.Compare(ops=ops):
            for place, operator in enumerate(ops):
                for other in COMPARE[type(operator)]:
                    new = copy.deepcopy(node)
                    new.ops[place] = other()
                    yield new
        case ast.BinOp(op=operator) if type(operator) in ARITHMETIC:
            yield ast.BinOp(node.left, ARITHMETIC[type(operator)](), node.right)
        case ast.BoolOp(op=operator, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(operator, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield ast.Constant(value + 1)
            yield ast.Constant(value - 1)
        case ast.Call(func=ast.Name(id="min" | "max" as name)):
            yield ast.Call(ast.Name(SWAPPED[name], ast.Load()), node.args, node.keywords)
        case ast.Call(func=ast.Name(id="abs"), args=[value]):
            yield value
        case ast.If(test=test) | ast.IfExp(test=test):
            for taken in (True, False):
                new_if = copy.copy(node)
                new_if.test = ast.Constant(taken)
                yield new_if
            if not isinstance(test, ast.Compare):
                negated = copy.copy(node)
                negated.test = ast.UnaryOp(ast.Not(), test)
                yield negated
        case ast.Return(value=value) if value is not None and not isinstance(value, ast.Constant):
            yield ast.Return(ast.Constant(None))
        case ast.Assign() | ast.AugAssign():
            yield None


def places(tree: ast.Module) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Every node inside functions and module constants: its parent, field, place in a list, itself."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if field in {"annotation", "returns", "decorator_list", "bases"}:
                continue
            nodes = value if isinstance(value, list) else [value]
            for place, node in enumerate(nodes):
                if isinstance(node, ast.AST):
                    yield parent, field, place if isinstance(value, list) else None, node


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file; enumerations, words and annotations stay."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    kept = {id(inner) for node in tree.body if fixed(node) for inner in ast.walk(node)}
    kept |= {id(node) for node in tree.body if isinstance(node, ast.Assign)}  # a name that is not there at all
    for node in ast.walk(tree):
        said_of = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        kept |= {id(inner) for note in said_of if note is not None for inner in ast.walk(note)}
    for number, (_, _, _, node) in enumerate(places(tree)):
        if id(node) in kept:
            continue
        for changed in changes(node):
            whole = ast.parse(source)
            parent, field, place, old = list(places(whole))[number]
            new = changed if changed is not None else ast.Pass()
            if place is None:
                setattr(parent, field, new)
            else:
                getattr(parent, field)[place] = new
            ast.copy_location(new, old)
            yield Mutant(path, getattr(node, "lineno", 0), said(node), said(new), ast.fix_missing_locations(whole))


def fixed(node: ast.stmt) -> bool:
    """Whether a statement says what things are called, and nothing about what is done."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.ClassDef(bases=[ast.Name(id="IntEnum" | "NamedTuple")]):
            return True
        case ast.AnnAssign(target=ast.Name(id=name)):
            return name == "WORDS"
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return isinstance(value, (ast.Tuple, ast.Subscript)) or name == "KNOWN"
    return False


def said(node: ast.AST) -> str:
    """The first line of a node."""
    return ast.unparse(node).splitlines()[0].rstrip(":")


def put_in(mutant: Mutant) -> None:
    """Give the loaded functions and constants of the mutated file what the mutant has in their place."""
    modules = [m for m in list(sys.modules.values()) if getattr(m, "__file__", None)]
    module = next(m for m in modules if Path(str(m.__file__)) == mutant.path)
    made: dict[str, Any] = {"__name__": module.__name__, "__file__": module.__file__}
    exec(compile(mutant.tree, str(mutant.path), "exec"), made)  # noqa: S102
    for name, new in made.items():
        old = module.__dict__.get(name)
        if getattr(new, "__module__", module.__name__) != module.__name__ or name.startswith("__"):
            continue
        if isinstance(new, type):
            for inner, function in vars(new).items():
                take_over(vars(old).get(inner), function)
        elif not take_over(old, new):
            for place in modules:
                if place.__dict__.get(name) is old:
                    setattr(place, name, new)


def take_over(old: object, new: object) -> bool:
    """Make a function that others hold already do what another one does."""
    if not (isinstance(old, types.FunctionType) and isinstance(new, types.FunctionType)):
        return False
    old.__code__, old.__defaults__ = new.__code__, new.__defaults__
    return True


class Asker:
    """Runs collected tests once a mutant, each time in a fork of the process that has collected them."""

    def __init__(self, found: list[Mutant], jobs: int, limit: float) -> None:
        self.found, self.jobs, self.limit = found, jobs, limit
        self.survivors: list[Mutant] | None = None

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of running the tests once."""
        _, status = os.waitpid(ask(None, session.items), 0)
        if status == 0:
            self.survivors = judge(self.found, session.items, self.jobs, self.limit)
        return True


def ask(mutant: Mutant | None, items: list[pytest.Item]) -> int:
    """In a process of its own: 0 if all tests pass, something else if one fails; gives its id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        os.setsid()
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        if mutant is not None:
            put_in(mutant)
            own = f"test_{mutant.path.stem}.py"
            items = sorted(items, key=lambda item: item.path.name != own)
        code = int(any(report.failed for item in items for report in runtestprotocol(item, log=False)))
    finally:
        os._exit(code)
    return 0


def now() -> float:
    """Seconds since some moment."""
    return time.clock_gettime(time.CLOCK_MONOTONIC)


def judge(all_mutants: list[Mutant], items: list[pytest.Item], jobs: int, limit: float) -> list[Mutant]:
    """Ask every mutant, `jobs` at a time; gives the survivors."""
    waiting, running = list(reversed(all_mutants)), dict[int, tuple[Mutant, float]]()
    survivors, done = list[Mutant](), 0
    while waiting or running:
        while waiting and len(running) < jobs:
            mutant = waiting.pop()
            running[ask(mutant, items)] = (mutant, now())
        time.sleep(0.01)
        for child, (mutant, since) in list(running.items()):
            ended, status = os.waitpid(child, os.WNOHANG)
            if not ended and now() - since > limit:
                os.killpg(child, signal.SIGKILL)
                ended, status = os.waitpid(child, 0)
            if ended:
                del running[child]
                done += 1
                if status == 0:
                    survivors.append(mutant)
                    print(f"{done}/{len(all_mutants)} survived, line {mutant.line}: {mutant.name}", flush=True)
    return survivors


def main() -> int:
    """0 if every mutant is killed or explained, else 1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("room", type=Path)
    parser.add_argument("tests", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    os.chdir(ROOT)
    found = [m for path in sorted(given.room.glob("*.py")) for m in mutants(path.resolve()) if given.only in m.name]
    asker = Asker(found, given.jobs, given.limit)
    asked = [str(file) for file in sorted(given.tests.glob("test_*.py")) if file.name not in SLOW]
    pytest.main(["-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", *asked], [asker])
    if asker.survivors is None:
        print("the tests fail without a mutant; mend them first")
        return 1
    survivors = asker.survivors
    page = given.tests / "survivors.md"
    told = page.read_text(encoding="utf-8").splitlines() if page.is_file() else []
    explained = [line.removeprefix("- ") for line in told if line.startswith("- ")]
    new = [m for m in survivors if not any(line.startswith(m.name + ": ") for line in explained)]
    idle = [line for line in explained if not any(line.startswith(m.name + ": ") for m in survivors)]
    for mutant in new:
        print(f"survived, not explained: {mutant.path.name}:{mutant.line}: {mutant.before} → {mutant.after}")
    for line in idle if not given.only else []:
        print(f"explained, but killed: {line}")
    print(
        f"{len(found)} mutants, {len(found) - len(survivors)} killed, {len(survivors)} survived, {len(new)} unexplained"
    )
    return int(bool(new or (idle and not given.only)))


if __name__ == "__main__":
    sys.exit(main())
