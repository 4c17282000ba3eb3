"""The source files a driver is made of, found without running any of them, and one hash over them all.

A module's sources are its own file and every file it imports, directly or not, that belongs to the same package or, if
it is not installed, lies under the same folder. What it imports from elsewhere (numpy, Aureole) counts by version.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.machinery
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

INSTALLED = frozenset({"site-packages", "dist-packages"})
WEIGHTS = (".onnx", ".safetensors", ".npz", ".npy", ".toml", ".json", ".pt", ".bin")
"""What a driver may read beside its sources: it counts if it lies in the package of one of them."""
LARGEST_BESIDE = 2**28  # bytes of one such file; a larger one counts by its size


@dataclass(frozen=True, slots=True)
class Import:
    """One name that a source file imports."""

    name: str
    """Dotted; `package.thing` for `from package import thing`, a module or not."""
    line: int


@dataclass(frozen=True, slots=True)
class Source:
    """One file."""

    name: str
    """Of the module, dotted."""
    path: Path
    imports: tuple[Import, ...]


@dataclass(frozen=True, slots=True)
class Mind:
    """What a driver is, as far as bytes tell."""

    hash: str
    """32 hexadecimal digits; empty where no source was found."""
    files: tuple[str, ...]
    """Names of the files, sorted."""


def mind(module: str) -> Mind:
    """The hash over a driver's own files: `module` is the one its class or factory is defined in."""
    paths = _ours(module) or [source.path for source in closure(module, own(module)).values()]
    path = located(module)
    if path is None or not paths:
        return Mind("", ())
    home = _home(module, path)
    contents = {_told(path, home): path for path in paths}
    for folder in {path.parent for path in paths if (path.parent / "__init__.py").is_file()}:
        beside = (path for path in sorted(folder.iterdir()) if path.suffix.lower() in WEIGHTS and path.is_file())
        contents.update((_told(path, home), path) for path in beside)
    digest = hashlib.blake2b(digest_size=16)
    for name, path in sorted(contents.items()):
        data = path.read_bytes() if path.stat().st_size <= LARGEST_BESIDE else b""
        digest.update(f"{name}\0{path.stat().st_size}\0".encode())
        digest.update(data)
    return Mind(digest.hexdigest(), tuple(sorted(contents)))


def _ours(module: str) -> list[Path]:
    """The same closure of a module of Aureole, from the list that the kernel cache keeps; empty for all others."""
    top, _, rest = module.partition(".")
    if top != "aureole":
        return []
    from aureole.kernels import cache  # with the compiler, which those who only ask for names need not load

    return [*cache.closure(cache.SOURCES, rest), cache.SOURCES / "__init__.py"]


def own(module: str) -> tuple[str, ...]:
    """The first names of modules that are the driver's own: its package, or all that lies beside it."""
    path = located(module)
    if path is None:
        return ()
    top = module.partition(".")[0]
    if top == "aureole" or INSTALLED & set(path.parts):
        return (top,)
    home = _home(module, path)
    beside = (
        entry.stem for entry in home.iterdir() if entry.suffix == ".py" or (entry.is_dir() and "." not in entry.name)
    )
    return tuple(sorted({top, *beside} - {"aureole"}))


def closure(module: str, tops: Sequence[str]) -> dict[str, Source]:
    """The module's file and every file it imports, directly or not, whose first name is among `tops`; by module."""
    found: dict[str, Source] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name in found or name.partition(".")[0] not in tops:
            continue
        path = located(name)
        if path is None:
            continue
        found[name] = Source(name, path, tuple(imports(path, name)))
        waiting.extend(one.name for one in found[name].imports)
        waiting.extend(parent for parent in _parents(name))
    return found


def located(module: str) -> Path | None:
    """The source file of a module; None if there is none. Nothing is imported for it."""
    search: Sequence[str] | None = None
    spec = None
    parts = module.split(".")
    for k in range(len(parts)):
        name = ".".join(parts[: k + 1])
        spec = importlib.machinery.PathFinder.find_spec(name, search)
        if spec is None:
            loaded = getattr(
                sys.modules.get(module), "__file__", None
            )  # a finder of its own, as editable installs have
            return Path(loaded) if loaded and loaded.endswith(".py") else None
        search = list(spec.submodule_search_locations or ())
    origin = spec.origin if spec is not None else None
    return Path(origin) if origin and origin.endswith(".py") else None


def imports(path: Path, module: str) -> Iterator[Import]:
    """Every import of a file, wherever in it it stands."""
    for node in statements(tree(path)):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = _from(node, path, module)
            yield Import(start, node.lineno)
            yield from (Import(f"{start}.{alias.name}", node.lineno) for alias in node.names if alias.name != "*")


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """Every statement below a node; expressions, which hold none, are not gone through."""
    for part in ("body", "orelse", "finalbody", "handlers", "cases"):
        for inner in getattr(node, part, ()):
            yield inner
            yield from statements(inner)


def tree(path: Path) -> ast.Module:
    """A source file, parsed; empty if it is none that can be."""
    try:
        return ast.parse(path.read_bytes(), str(path))
    except (OSError, SyntaxError, ValueError, RecursionError):
        return ast.Module([], [])


def offers(module: str, attribute: str, seen: frozenset[tuple[str, str]] = frozenset()) -> bool:
    """Whether a module's source has a driver of that name: a class with `reset` and `drive`, its own or inherited.

    Of a name that is imported by `from`, the source it comes from is asked.
    """
    path = located(module)
    if path is None or (module, attribute) in seen:
        return False
    seen |= {(module, attribute)}
    for node in tree(path).body:
        if isinstance(node, ast.ClassDef) and node.name == attribute:
            methods = {inner.name for inner in node.body if isinstance(inner, ast.FunctionDef)}
            above = [base.id for base in node.bases if isinstance(base, ast.Name)]
            return {"reset", "drive"} <= methods or any(offers(module, name, seen) for name in above)
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if (alias.asname or alias.name) == attribute:
                    return offers(_from(node, path, module), alias.name, seen)
    return False


def _from(node: ast.ImportFrom, path: Path, module: str) -> str:
    """The module that a `from` names, dots resolved."""
    if not node.level:
        return node.module or ""
    parts = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    start = parts[: len(parts) - node.level + 1]
    return ".".join([*start, *([node.module] if node.module else [])])


def _parents(module: str) -> Iterator[str]:
    parts = module.split(".")
    return (".".join(parts[:k]) for k in range(1, len(parts)))


def _home(module: str, path: Path) -> Path:
    """The folder that the first name of a module lies in."""
    depth = len(module.split(".")) + (path.name == "__init__.py")
    return path.resolve().parents[depth - 1]


def _told(path: Path, home: Path) -> str:
    return path.resolve().relative_to(home).as_posix()
