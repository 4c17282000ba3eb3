"""Trouble codes told to people, with their freeze frames, and forgotten on command: of the car that runs, or kept."""

from __future__ import annotations

import json as plain
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from aureole.cli.booted.asking import Asking
from aureole.cli.booted.place import TROUBLES, lasting, runtime
from aureole.cli.car.tell import table
from aureole.cli.say import legible
from aureole.cli.system.words import word
from aureole.core.errors import Missing
from aureole.runtime.troubles.file import clear, load
from aureole.runtime.troubles.registry import FAULTS, say
from aureole.runtime.troubles.status import Status

STATES = (("failed", Status.FAILED), ("confirmed", Status.CONFIRMED), ("pending", Status.PENDING))


def codes(lang: str, *, json: bool) -> int:
    """Tell all trouble codes there are.

    Raises:
        BadInput: what is kept is none of ours.
        Trouble: it cannot be read.
    """
    found = there()
    if json:
        print(plain.dumps(found, ensure_ascii=False, indent=1))
        return 0
    print("\n".join([word("codes", lang), *table(list(rows(found, lang)))]) if found else word("none", lang))
    for code in found:
        print("\n" + "\n".join(frames(code, lang)))
    return 0


def there() -> list[dict[str, Any]]:
    """Of the car that runs; else those that were kept."""
    try:
        asking = Asking(runtime())
    except Missing:
        kept = load(lasting() / TROUBLES)
        return [] if kept is None else [msgspec.to_builtins(code) for code in kept.codes]
    try:
        found: list[dict[str, Any]] = asking.ask("status")["codes"]
        return found
    finally:
        asking.close()


def forget(lang: str) -> int:
    """Clear all of them: by the car that runs, so that it does not write them again; else in the file.

    Raises:
        BadInput: what is kept is none of ours; it stays.
        Trouble: it cannot be written.
    """
    try:
        asking = Asking(runtime())
    except Missing:
        gone = clear(lasting() / TROUBLES)
    else:
        try:
            gone = int(asking.ask("clear")["cleared"])
        finally:
            asking.close()
    print(f"  {word('cleared', lang)} {gone}")
    return 0


def rows(found: list[dict[str, Any]], lang: str) -> Iterator[tuple[str, ...]]:
    """A head, and a row a code."""
    yield tuple(word(key, lang) for key in ("code", "of", "what", "state", "times"))
    for code in found:
        yield (
            code["code"], legible(code["subject"]), say(code["code"], lang) if code["code"] in FAULTS else "–",
            state(code["status"], lang), str(code["times"]),
        )  # fmt: skip


def state(status: int, lang: str) -> str:
    """The bits of a status that a person asks for."""
    names = [word(name, lang) for name, bit in STATES if status & bit]
    return ("、" if lang == "zh" else ", ").join(names) or word("passed", lang)


def frames(code: Mapping[str, Any], lang: str) -> list[str]:
    """The freeze frames of a code: of its first failure and of its last one."""
    lines = [f"{code['code']} {legible(code['subject'])}"]
    same = code["times"] == 1 or code["first"] == code["last"]
    for name, frame in (("first", code["first"]), *(() if same else (("newest", code["last"]),))):
        speed = "–" if frame["speed"] is None else f"{frame['speed']:.2f} m/s"
        when = f"{word('cycle', lang)} {frame['cycle']}, {frame['moment']:.3f} s"
        lines.append(f"  {word(name, lang)}: {when} · {word(frame['mode'], lang)} · {speed} · {legible(frame['text'])}")
        spans = [f"{row['cpu'] * 1e-6:.2f}" for row in frame["rows"] if "cpu" in row]
        if spans:
            lines.append(f"    {word('calls', lang)}: {' '.join(spans)}")
        for chain, margin in frame["margins"].items():
            at, worst = (milli(margin.get(key)) for key in ("at_percentile", "worst"))
            late = f"{word('missed', lang)} {margin.get('missed') or 0:g}/{margin.get('runs') or 0:g}"
            lines.append(f"    {legible(chain)}: {at}, {word('worst', lang)} {worst}, {late}")
    return lines


def milli(seconds: float | None) -> str:
    """Milliseconds, or a dash."""
    return "–" if seconds is None else f"{seconds * 1e3:.2f} ms"
