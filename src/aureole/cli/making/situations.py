"""`aureole cases SITUATION`: what a situation states, for people."""

from __future__ import annotations

from typing import Any

from aureole.cli import say
from aureole.exam.suites.stated import stated

__all__ = ["shown", "stated"]


def shown(found: dict[str, Any], lang: str) -> str:
    """What happens, what must be done and what never, the clauses, and what a seed draws."""
    zh = int(lang == "zh")
    lines = [
        f"{found['name']}: {found['says'][zh]}",
        f"  {say.word('must', lang)}: {found['must'][zh]}",
        f"  {say.word('never', lang)}: {found['forbidden'][zh]}",
        *([f"  {say.word('oncoming', lang)}"] if found["oncoming"] else []),
        f"  {say.word('abilities', lang)}: {', '.join(say.ability(name, lang) for name in found['abilities'])}",
        f"  {say.word('clauses', lang)}:",
    ]
    for clause in found["clauses"]:
        notes = [] if clause["judged"] else [say.word("in_words", lang)]
        notes += [] if clause["verified"] else [say.word("not_verified", lang)]
        told = f" ({', '.join(notes)})" if notes else ""
        lines.append(f"    {clause['id']}: {clause['says'][zh]}{told}")
    lines.append(f"  {say.word('drawn', lang)}:")
    for name, (low, high, unit, en, chinese) in found["ranges"].items():
        lines.append(f"    {name}: {chinese if zh else en}, {low:g} … {high:g} {unit.replace('-', '')}".rstrip())
    return "\n".join(lines)
