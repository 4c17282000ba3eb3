"""The reference of the words, read from the lines that declare them in `aureole.core`."""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Iterator
from enum import IntEnum, IntFlag
from types import ModuleType

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import aureole.core
from aureole.core.notes import notes


def modules() -> Iterator[ModuleType]:
    """Every file of core."""
    for found in pkgutil.walk_packages(aureole.core.__path__, "aureole.core."):
        yield importlib.import_module(found.name)


def own_classes(module: ModuleType) -> Iterator[type]:
    """The classes a file declares itself, in the order of its lines."""
    members = [member for _, member in inspect.getmembers(module, inspect.isclass)]
    own = [member for member in members if member.__module__ == module.__name__]
    return iter(sorted(own, key=lambda member: inspect.getsourcelines(member)[1]))


def words() -> Iterator[type]:
    """The data: dataclasses, from every file of core."""
    for module in modules():
        yield from (each for each in own_classes(module) if dataclasses.is_dataclass(each))


def roles() -> Iterator[type]:
    """The contracts: protocols, from every file of core."""
    for module in modules():
        yield from (each for each in own_classes(module) if getattr(each, "_is_protocol", False))


def kinds() -> Iterator[type[IntEnum | IntFlag]]:
    """The vocabularies that travel as integers."""
    for module in modules():
        yield from (each for each in own_classes(module) if issubclass(each, IntEnum | IntFlag))


def cell(text: str) -> str:
    """Text that stays in its cell of a table."""
    return " ".join(text.replace("|", "\\|").split())


def short(annotation: str) -> str:
    """An annotation as one reads it: without modules, quotes and `self`."""
    return re.sub(r"[\w.]+\.(?=\w)|['~]|self(, )?", "", annotation)


def said(word: type) -> dict[str, str]:
    """What is said of each field: the docstring under it, or the comment at the end of its line."""
    source = textwrap.dedent(inspect.getsource(word))
    lines, body = source.splitlines(), ast.parse(source).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for field, below in zip(body.body, [*body.body[1:], None], strict=True):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            found[field.target.id] = lines[field.lineno - 1].partition("  # ")[2]
            if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
                found[field.target.id] = str(below.value.value)
    return found


def word_text(word: type) -> str:
    """One word: its sentence, then a line for each field."""
    arrays, texts = {note.name: note for note in notes(word)}, said(word)
    rows = ["| field | axes | type | unit | frame | what it holds |", "| --- | --- | --- | --- | --- | --- |"]
    for field in dataclasses.fields(word):
        note, text = arrays.get(field.name), texts.get(field.name, "")
        if note is not None:
            row = [f"`{field.name}`", " × ".join(note.dims), f"`{note.dtype}`", note.unit, note.frame, text]
        else:
            row = [f"`{field.name}`", "", f"`{short(inspect.formatannotation(field.type))}`", "", "", text]
        rows.append("| " + " | ".join(cell(value) for value in row) + " |")
    return "\n".join([f"## {word.__name__}", "", f"`{word.__module__}`", "", inspect.getdoc(word) or "", "", *rows, ""])


def role_text(role: type) -> str:
    """One role: its sentence, then its methods."""
    lines = [f"## {role.__name__}", "", f"`{role.__module__}`", "", inspect.getdoc(role) or "", ""]
    for name, member in vars(role).items():
        function = member.fget if isinstance(member, property) else member
        if name.startswith("_") or not inspect.isfunction(function):
            continue
        call = name if isinstance(member, property) else name + short(str(inspect.signature(function)))
        lines += [f"`{call}`", f": {inspect.getdoc(function)}", ""]
    return "\n".join(lines)


def kind_text(kind: type[IntEnum | IntFlag]) -> str:
    """One vocabulary: its sentence, then its numbers."""
    rows = [f"| {member.value} | `{member.name}` |" for member in kind]
    head = ["| number | name |", "| --- | --- |"]
    return "\n".join([f"## {kind.__name__}", "", inspect.getdoc(kind) or "", "", *head, *rows, ""])


def event_text() -> str:
    """The names an event can have, the statuses of a drive, and whom a failure is laid to."""
    from aureole.core.verdict import BLAMES, EVENTS, STATUSES

    lists = {"Events": EVENTS, "Statuses": STATUSES, "Blame": BLAMES}
    return "\n".join(
        f"## {title}\n\n" + "\n".join(f"- `{name}`" for name in names) + "\n" for title, names in lists.items()
    )


class Generated(SphinxDirective):
    """Puts a generated text where it stands: `words`, `roles`, `kinds` or `events`."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The nodes of the text."""
        texts = {
            "words": lambda: "\n".join(map(word_text, words())),
            "roles": lambda: "\n".join(map(role_text, roles())),
            "kinds": lambda: "\n".join(map(kind_text, kinds())),
            "events": event_text,
        }
        for module in modules():
            self.env.note_dependency(str(module.__file__))
        return self.parse_text_to_nodes(texts[self.arguments[0]](), allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Tells Sphinx of the directive."""
    app.add_directive("from-core", Generated)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
