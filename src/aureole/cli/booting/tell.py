"""How the operating system fared in a drive, in words: chains with their deadlines, and what happened to nodes."""

from __future__ import annotations

from aureole.cli.booting.through import Through
from aureole.cli.journal.words import CAUSES, line
from aureole.runtime.modes.mode import WORDS as MODES
from aureole.runtime.services.ports import ACTUATION, BAD
from aureole.runtime.supervise.supervisor import Notice
from aureole.runtime.troubles.registry import say
from aureole.runtime.troubles.status import Status

BY = 5  # names of those who had a core while services were ready
WORDS = {
    "real": ("on real time", "实时"),
    "logical": ("on logical time, in lockstep", "逻辑时间，步步同步"),
    "processes": ("processes", "个进程"),
    "kept": ("kept", "按时"),
    "missed": ("missed", "超时"),
    "of": ("deadline", "期限"),
    "because": ("late because of:", "超时原因："),
    "by": ("preempted by:", "抢占者："),
    "none": ("no run", "没有运行"),
    "ended_in": ("the drive ended in mode", "结束时的模式："),
    "loss": ("of the record is lost:", "记录有缺失："),
    "unfinished": ("no verdict; the record holds what there was, and says why", "没有结论；已有部分及原因均存于记录"),
    "missing": ("moments that the record lacks:", "记录缺少的时刻数："),
}

TOLD = frozenset({
    "ended", "failed", "stuck", "bus", "actuation", "no_room", "gives_way", "room_again", "words_lost", "degraded",
    "memory", "flood", "logical", "percentile", "lost", "mode",
})  # fmt: skip
"""What is told of notices; missed deadlines are told with their chains."""


def told(came: Through, clock: str, lang: str) -> str:
    """Some lines for people."""
    place = lang == "zh"
    word = {key: both[place] for key, both in WORDS.items()}
    count = sum(notice.what == "started" for notice in came.notices)
    lines = [f"  {count} {word['processes']}, {word[clock]}"]
    for each in came.chains:
        if not each.runs:
            lines.append(f"  {each.name}: {word['none']}")
            continue
        spans = f"p50 {each.p50 * 1e3:.2f} ms, p99 {each.p99 * 1e3:.2f} ms, {word['of']} {each.deadline * 1e3:g} ms"
        lines.append(
            f"  {each.name}: {word['kept']} {each.runs - each.missed}, {word['missed']} {each.missed}; {spans}"
        )
        if each.causes:
            causes = (f"{name} {CAUSES[cause][place]} {count}" for name, cause, count in each.causes)
            lines.append(f"    {word['because']} {', '.join(causes)}")
    if came.by:
        lines.append(f"  {word['by']} " + ", ".join(f"{name} {span * 1e-6:.1f} ms" for name, span in came.by[:BY]))
    heard = [notice for notice in came.notices if notice.what in TOLD and telling(notice)]
    lines += [f"  {notice.domain}: {line(notice.what, notice.text)[place]}" for notice in heard]
    if came.left.missing:
        lines.append(f"  {word['missing']} {came.left.missing}")
    if came.left.loss:
        lines.append(f"  {word['loss']} {came.left.loss}")
    elif came.failure is not None:
        lines.append(f"  {word['unfinished']}")
    if clock == "real":
        now = Status.FAILED_THIS_CYCLE  # of what was kept from an earlier drive nothing is told
        confirmed = [code for code in came.codes if code.confirmed and code.status & now]
        lines += [f"  {one.code} {one.subject}: {say(one.code, lang)} ×{one.times}" for one in confirmed]
        lines.append(f"  {word['ended_in']} {MODES[came.mode][place]}")
    return "\n".join(lines)


def telling(notice: Notice) -> bool:
    """Whether people need to hear it: of actuators only that one does not obey."""
    return notice.what != ACTUATION or notice.text.endswith(BAD)
