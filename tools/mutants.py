"""What a mutation tester may change in a file, one thing at a time."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

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
    """Of the file as it is, one for all its mutants: `changed` changes it, in the process that asks."""
    place: tuple[ast.AST, str, int | None, ast.AST]
    """Parent, field, place in a list, what comes there."""
    inside: frozenset[int]
    """First lines of the functions it is in; none: it is in a module or a class."""
    owner: str
    """Innermost function, class or constant of the module that it is in."""

    @property
    def name(self) -> str:
        """As `survivors.md` says it."""
        return f"{self.path.name} {self.owner}: {self.before} → {self.after}"

    def changed(self) -> ast.Module:
        """The tree with the change in it."""
        parent, field, place, new = self.place
        if place is None:
            setattr(parent, field, new)
        else:
            getattr(parent, field)[place] = new
        return ast.fix_missing_locations(self.tree)


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
            for left_out in range(len(values)):
                rest = values[:left_out] + values[left_out + 1 :]
                yield ast.BoolOp(operator, rest) if len(rest) > 1 else rest[0]
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield ast.Constant(value + 1)
            yield ast.Constant(value - 1)
        case ast.Call(func=ast.Name(id="min" | "max" as name), args=args):
            yield ast.Call(ast.Name(SWAPPED[name], ast.Load()), args, node.keywords)
            yield from args if len(args) > 1 else ()
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
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()
        case ast.Assign() | ast.Expr(value=ast.Call()):
            yield None
        case ast.AugAssign(target=target, op=operator, value=value):
            yield None
            if type(operator) in ARITHMETIC:
                yield ast.AugAssign(target, ARITHMETIC[type(operator)](), value)


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
    """Every mutant of a file; enumerations, words, annotations and decorators stay."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    kept = {id(inner) for node in tree.body if fixed(node) for inner in ast.walk(node)}
    kept |= {id(node) for node in tree.body if isinstance(node, ast.Assign)}  # a name that is not there at all
    for node in ast.walk(tree):
        said_of = [
            getattr(node, "annotation", None),
            getattr(node, "returns", None),
            *getattr(node, "decorator_list", []),
        ]
        kept |= {id(inner) for note in said_of if note is not None for inner in ast.walk(note)}
    inside, owners = lying(tree)
    for parent, field, place, node in places(tree):
        for changed in changes(node) if id(node) not in kept else ():
            new = ast.copy_location(changed if changed is not None else ast.Pass(), node)
            where = frozenset(inside.get(id(node), ()))
            names = said(node), said(new)
            owner = owners.get(id(node), "")
            yield Mutant(path, getattr(node, "lineno", 0), *names, tree, (parent, field, place, new), where, owner)


def lying(tree: ast.Module) -> tuple[dict[int, set[int]], dict[int, str]]:
    """In which functions (first lines) every node is, and the name of the innermost thing it is in, by their ids."""
    inside: dict[int, set[int]] = {}
    owners: dict[int, str] = {}
    for outer in ast.walk(tree):  # outer before inner
        match outer:
            case ast.FunctionDef(name=name):
                first = min([outer.lineno, *(above.lineno for above in outer.decorator_list)])
                for node in ast.walk(outer):
                    inside.setdefault(id(node), set()).add(first)
            case ast.ClassDef(name=name):
                pass
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) if (
                outer in tree.body
            ):
                pass
            case _:
                continue
        owners.update((id(node), name) for node in ast.walk(outer))
    return inside, owners


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
