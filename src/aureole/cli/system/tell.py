"""`aureole status` for people: what runs, topics, chains, and the machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aureole.cli.car.tell import table
from aureole.cli.journal.codes import rows as codes
from aureole.cli.journal.words import cause
from aureole.cli.say import legible
from aureole.cli.system.processes import seen as look
from aureole.cli.system.words import POLICIES, word

MEBI = 1 << 20


def seen(found: dict[str, Any]) -> dict[str, Any]:
    """What the car has said, and beside it what the kernel says of its processes."""
    for each in found["services"]:
        process = look(each["pid"]) if each["pid"] else look(-1)
        each |= {"memory": process.memory, "policy": POLICIES.get(process.policy, ""), "core": process.core}
        each["priority"] = process.priority
    return found


def span(seconds: float) -> str:
    """A time as it is read at a glance.

    >>> span(0.0042), span(12.34), span(3_725.0), span(200_000.0)
    ('4 ms', '12.3 s', '1:02:05', '2 d 7:33:20')
    """
    if seconds < 1.0:
        return f"{seconds * 1e3:.0f} ms"
    if seconds < 60.0:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(int(seconds), 60)
    days, hours = divmod(minutes // 60, 24)
    return (f"{days} d " if days else "") + f"{hours}:{minutes % 60:02}:{rest:02}"


def told(found: dict[str, Any], lang: str) -> str:
    """All of it."""
    lines = [*head(found, lang), "", word("services", lang), *table(list(services(found, lang)))]
    lines += ["", word("chains", lang), *table(list(chains(found, lang)))]
    lines += ["", word("topics", lang), *table(list(topics(found, lang)))]
    if found["links"]:
        lines += ["", word("links", lang), *table(list(links(found, lang)))]
    told = table(list(codes(found["codes"], lang))) if found["codes"] else [f"  {word('none', lang)}"]
    lines += ["", word("codes", lang), *told]
    lines += ["", word("facilities", lang), *facilities(found, lang)]
    journal = found["journal"]
    lost = f" · {journal['lost']} {word('lost_lines', lang)}: {journal['why']}" if journal["lost"] else ""
    lines += ["", legible(f"{word('recording', lang)}: {found['recording']}")]
    return "\n".join([*lines, legible(f"{word('journal', lang)}: {journal['path']}{lost}")])


def head(found: dict[str, Any], lang: str) -> list[str]:
    """What was booted."""
    age = span((found["now"] - found["born"]) * 1e-9)
    drive = found["drive"]
    lap = f" · {word('drive', lang)} {drive['number']}, {span(drive['seconds'])}" if drive["number"] else ""
    chip = f"{word('chip', lang)} {found['chip']} · " if found["chip"] else ""
    stands = [legible(f"  {word('stands', lang)} ({found['stands']})")] if found["stands"] else []
    return [
        legible(f"{found['car']} · {chip}{word('mode', lang)}: {word(found['mode'], lang)}"),
        legible(f"  {found['port']} · {found['case']} · {found['driver']}{lap}"),
        *stands,
        f"  {word('process', lang)} {found['pid']} · {word('up', lang)} {age} · {word('since', lang)} {found['since']}",
    ]  # fmt: skip


def services(found: dict[str, Any], lang: str) -> Iterator[tuple[str, ...]]:
    """A head, and a row a service."""
    yield tuple(word(key, lang) for key in ("name", "pid", "up", "restarts", "last", "memory", "policy", "core"))
    for each in found["services"]:
        last = span((found["now"] - each["last"]) * 1e-9) if each["last"] else word("never", lang)
        policy = each["policy"] if each["policy"] != "usual" else word("usual", lang)
        yield (
            legible(each["name"]),
            str(each["pid"]) if each["pid"] else word("gone", lang),
            span((found["now"] - each["born"]) * 1e-9) if each["born"] else "–",
            str(each["restarts"]),
            last,
            f"{each['memory'] / MEBI:.0f} MiB" if each["memory"] >= 0 else "–",
            (policy or "–") + (f" {each['priority']}" if each["priority"] > 0 else ""),
            str(each["core"]) if each["core"] >= 0 else "–",
        )


def chains(found: dict[str, Any], lang: str) -> Iterator[tuple[str, ...]]:
    """A head, and a row a chain."""
    yield tuple(word(key, lang) for key in ("name", "deadline", "kept", "missed", "causes"))
    for each in found["chains"]:
        causes = ", ".join(f"{service} {cause(name, lang)} {count}" for service, name, count in each["causes"][:3])
        yield (
            legible(each["name"]), f"{each['deadline'] * 1e3:g} ms", str(each["kept"]), str(each["missed"]),
            causes or "–",
        )  # fmt: skip


def topics(found: dict[str, Any], lang: str) -> Iterator[tuple[str, ...]]:
    """A head, and a row a topic."""
    yield tuple(word(key, lang) for key in ("name", "writer", "readers", "sent", "lost"))
    for each in found["topics"]:
        yield (
            legible(each["name"]), each["writer"], " ".join(each["readers"]), str(each["sent"]), str(each["lost"]),
        )  # fmt: skip


def links(found: dict[str, Any], lang: str) -> Iterator[tuple[str, ...]]:
    """A head, and a row for each topic that comes from another chip, or goes there."""
    yield tuple(word(key, lang) for key in ("name", "way", "network", "state", "since_then", "words", "lost"))
    for each in found["links"]:
        yield (
            legible(each["topic"]), f"{'←' if each['comes'] else '→'} {legible(each['chip'])}",
            legible(each["network"]), word(f"way_{each['state']}", lang),
            span((found["now"] - each["since"]) * 1e-9), str(each["words"]), str(each["lost"]),
        )  # fmt: skip


def facilities(found: dict[str, Any], lang: str) -> list[str]:
    """What the machine grants, and what it does not, and why."""
    lines, zh = [], lang == "zh"
    for each in found["facilities"]:
        why = each[f"why_{'zh' if zh else 'en'}"]
        said = [why] if why else [f"{domain}: {both[zh]}" for domain, both in each["refused_to"].items()]
        state = word("granted" if each["granted"] else "refused", lang)
        reasons = f" ({'; '.join(said)})" if said else ""
        lines.append(f"  {each['zh' if zh else 'en']}: {state}{reasons}")
    refused = any(not each["granted"] for each in found["facilities"])
    return [*lines, *([f"    → {word('with_root', lang)}"] if refused else [])]
