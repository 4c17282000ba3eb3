"""What a replay compared, in words and as JSON."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from aureole.cli.replaying.rehearsal import Rehearsal
from aureole.exam.verdicts import finite
from aureole.runtime.replaying.comparing import Compared

WORDS = {
    "same": ("the same", "相同"),
    "differ": ("differ", "不同"),
    "only_recorded": ("recorded only", "仅在记录中"),
    "only_replayed": ("replayed only", "仅在回放中"),
    "first": ("first at", "首次出现于"),
    "took": ("replayed", "回放"),
    "in": ("in", "用时"),
    "times": ("times as fast as real time", "倍于实时"),
    "missing": ("words that the recording lacks", "记录缺少的消息"),
    "cut": ("parts that were not ended: killed, or no room", "未正常结束的分段（被终止或磁盘已满）"),
    "stopped": ("replayed until", "回放至"),
    "anew": ("had begun anew at", "曾重新启动于"),
    "unguarded": ("driven without a guard, who would have changed commands:", "行驶时没有守卫，它会改动的指令数："),
    "holds": ("identical: the same words came out, bit for bit", "完全一致：输出逐位相同"),
    "fails": ("NOT identical", "不一致"),
    "partly": (
        "NOT whole: the same words came out bit for bit, as far as was recorded",
        "不完整：就已记录的部分而言，输出逐位相同",
    ),
}  # fmt: skip


def as_dict(found: Rehearsal) -> dict[str, Any]:
    """For machines."""
    words = {
        "identical": found.same, "clock": found.clock, "seconds": found.seconds, "took": found.took,
        "topics": [dataclasses.asdict(each) for each in found.compared], "missing": found.missing, "cut": found.cut,
        "stopped": {name: {"why": why, "at": at} for name, (why, at) in found.stopped.items()}, "anew": found.anew,
        "unguarded": found.unguarded,
    }  # fmt: skip
    return dict(finite(words))


def as_json(found: Rehearsal) -> str:
    """The same as text."""
    return json.dumps(as_dict(found), ensure_ascii=False, indent=1)


def text(found: Rehearsal, lang: str) -> str:
    """For people: a line a topic, how fast, and whether it is the same."""
    word = {key: both[lang == "zh"] for key, both in WORDS.items()}
    lines = [line(each, word, found.first) for each in found.compared if not guarded(found, each)]
    lines += [f"  {word['unguarded']} {each.differ}" for each in found.compared if guarded(found, each)]
    speed = found.seconds / found.took if found.took > 0.0 else float("inf")
    lines.append(f"  {word['took']} {found.seconds:.2f} s {word['in']} {found.took:.2f} s: {speed:.1f} {word['times']}")
    if found.missing:
        told = ", ".join(f"{topic} {count}" for topic, count in sorted(found.missing.items()))
        lines.append(f"  {word['missing']}: {told}")
    if found.cut:
        lines.append(f"  {word['cut']}: {', '.join(found.cut)}")
    for name, (why, at) in found.stopped.items():
        lines.append(f"  {name}: {word['stopped']} {at:.3f} s: {why}")
    for name, moments in found.anew.items():
        lines.append(f"  {name}: {word['anew']} {', '.join(f'{at:.3f} s' for at in moments)}")
    lines.append(word["holds" if found.same else "partly" if found.partly else "fails"])
    return "\n".join(lines)


def guarded(found: Rehearsal, each: Compared) -> bool:
    """Commands of a guard that was not there when it was recorded."""
    return found.unguarded and each.topic == "command"


def line(each: Compared, word: dict[str, str], first: int) -> str:
    """One topic."""
    parts = [f"{each.same} {word['same']}"]
    parts += [
        f"{getattr(each, key)} {word[key]}"
        for key in ("differ", "only_recorded", "only_replayed")
        if getattr(each, key)
    ]
    if each.first >= 0:
        parts.append(f"{word['first']} {(each.first - first) * 1e-9:.3f} s {each.where}".rstrip())
    return f"  {each.topic}: {', '.join(parts)}"
