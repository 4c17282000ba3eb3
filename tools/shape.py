"""Measures the shape of the code: sizes of files, functions and folders, junk names, stray units, missing openings.

Run as `python tools/shape.py [PACKAGE]`; prints `file:line: what` for every fault and ends with 1 if there is one.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILE_WALL = 300  # lines; a file that needs more holds a second idea
FUNCTION_WALL = 40  # lines from `def` to the end; kernels and command signatures excepted
ARGUMENT_WALL = 6  # kernels and command signatures excepted
FOLDER_WALL = 12  # .py files, not counting __init__
CORE_FOLDER_WALL = 24  # the same for core, where every word and every role has a file of its own (docs/decisions/0003)
DEPTH_WALL = 3  # folders below the package
CORE_WALL = 1300  # lines in all files of core together
JUNK = frozenset({"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"})
COMPILED = frozenset({"kernel", "device"})  # decorators of aureole.kernels
COMMANDS = frozenset({"command", "default"})  # what a command line's app decorates its commands with
ODD_UNITS = frozenset({"kmh", "kph", "mph", "deg", "degrees", "ms", "us", "mm", "cm", "km", "ft", "inch", "rpm", "psi"})
UNITS_WELCOME = (("cli",), ("world", "scenarios"), ("vehicle", "cars"), ("exam", "report"))

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the code has lost its shape."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


@dataclass(frozen=True, slots=True)
class Module:
    """One file of the package, read and parsed."""

    path: Path
    place: tuple[str, ...]
    """Rooms and name below the package: ("world", "roads", "lanes")."""
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        """Lines of the file."""
        return len(self.text.splitlines())


def read(package: Path) -> list[Module]:
    """Every module of the package, in order of path."""
    paths = sorted(path for path in package.rglob("*.py") if "__pycache__" not in path.parts)
    found = []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        place = path.relative_to(package).with_suffix("").parts
        found.append(Module(path, place, text, ast.parse(text, str(path))))
    return found


def faults(package: Path) -> list[Fault]:
    """Everything that is out of shape, in order of path and line."""
    modules = read(package)
    found = [fault for module in modules for fault in module_faults(module)]
    found += folder_faults(package)
    found += core_faults(package, modules)
    return sorted(found, key=lambda fault: (str(fault.path), fault.line))


def module_faults(module: Module) -> Iterator[Fault]:
    """What is wrong inside one file."""
    if module.lines > FILE_WALL:
        yield Fault(module.path, FILE_WALL + 1, f"{module.lines} lines, the wall is {FILE_WALL}: find the second idea")
    yield from opening_faults(module)
    for node in ast.walk(module.tree):
        if isinstance(node, Function):
            yield from function_faults(module, node)
    if not any(module.place[: len(room)] == room for room in UNITS_WELCOME):
        yield from unit_faults(module)


def opening_faults(module: Module) -> Iterator[Fault]:
    """A file opens with one sentence that says what it is; core's own `__init__` is empty."""
    if module.place == ("core", "__init__"):
        return
    words = ast.get_docstring(module.tree, clean=False)
    if words is None:
        yield Fault(module.path, 1, "no opening: the first line is a docstring that says what the file is")
    elif not words.split("\n", 1)[0].rstrip().endswith((".", "。", "?", "!")):
        yield Fault(module.path, 1, "the opening's first line is not one whole sentence with its full stop")


def function_faults(module: Module, node: Function) -> Iterator[Fault]:
    """A function fits on a screen and takes few arguments, unless it is compiled or is a command's signature.

    A command is decorated as one, or bears the name of its file: the command line loads those by name.
    """
    names = {decorator_name(decorator) for decorator in node.decorator_list}
    verb = module.place[0] == "cli" and (names & COMMANDS or node.name == module.place[-1])
    if names & COMPILED or verb:
        return
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if lines > FUNCTION_WALL:
        yield Fault(module.path, node.lineno, f"{node.name} has {lines} lines, the wall is {FUNCTION_WALL}")
    arguments = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    count = len([name for name in arguments if name not in {"self", "cls"}])
    if count > ARGUMENT_WALL:
        yield Fault(module.path, node.lineno, f"{node.name} takes {count} arguments, the wall is {ARGUMENT_WALL}")


def decorator_name(decorator: ast.expr) -> str:
    """The last word of a decorator: `kernel` of `@kernels.kernel(parallel=True)`."""
    match decorator:
        case ast.Call(func=func):
            return decorator_name(func)
        case ast.Attribute(attr=attr):
            return attr
        case ast.Name(id=name):
            return name
    return ""


def unit_faults(module: Module) -> Iterator[Fault]:
    """A name that carries a unit which is not SI lives only where such numbers are parsed or shown."""
    for name, line in names_made(module.tree):
        stem, _, unit = name.lower().rpartition("_")
        if stem.strip("_") and unit in ODD_UNITS:
            yield Fault(module.path, line, f"{name}: '{unit}' is not SI; convert it where it is parsed or shown")


def names_made(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every name the file brings into being, with its line."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield name, node.lineno
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node.lineno


def folder_faults(package: Path) -> Iterator[Fault]:
    """Folders hold few files, do not nest deeply, and have honest names; so have files."""
    paths = (path for path in sorted(package.rglob("*")) if "__pycache__" not in path.parts)
    for path in paths:
        place = path.relative_to(package)
        if path.suffix == ".py" or path.is_dir():
            junk = sorted(JUNK & set(path.stem.split("_")))
            if junk:
                yield Fault(path, 1, f"'{junk[0]}' is no honest name: the code has no home yet")
        if path.is_dir() and len(place.parts) > DEPTH_WALL:
            yield Fault(path, 1, f"{len(place.parts)} folders deep, the wall is {DEPTH_WALL}")
        if path.is_dir():
            files = [file for file in path.glob("*.py") if file.name != "__init__.py"]
            wall = CORE_FOLDER_WALL if place.parts == ("core",) else FOLDER_WALL
            if len(files) > wall:
                yield Fault(path, 1, f"{len(files)} files in one folder, the wall is {wall}")


def core_faults(package: Path, modules: list[Module]) -> Iterator[Fault]:
    """The words every room speaks stay few."""
    core = [module for module in modules if module.place[0] == "core"]
    lines = sum(module.lines for module in core)
    if lines > CORE_WALL:
        yield Fault(package / "core", 1, f"{lines} lines in all, the wall is {CORE_WALL}")
    for module in core:
        if module.place == ("core", "__init__") and module.text:
            yield Fault(module.path, 1, "core's __init__ is empty: every word is imported from its own file")


def census(modules: list[Module]) -> str:
    """Median, 95th percentile and maximum of the file lengths, in one line."""
    lengths = sorted(module.lines for module in modules if module.path.name != "__init__.py")
    if not lengths:
        return "no files yet"
    last = len(lengths) - 1
    median, high = lengths[last // 2], lengths[round(0.95 * last)]
    core = sum(module.lines for module in modules if module.place[0] == "core")
    return (
        f"{len(lengths)} files: median {median} lines, 95 % {high}, longest {lengths[-1]}; core {core} of {CORE_WALL}"
    )


def main(arguments: list[str]) -> int:
    """Prints every fault and the census; 1 if there is a fault."""
    package = Path(arguments[0]) if arguments else Path("src/aureole")
    found = faults(package)
    for fault in found:
        print(fault)
    print(census(read(package)))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
