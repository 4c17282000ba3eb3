"""How the operating system fared in a drive, in words: chains with their deadlines, and what happened to nodes."""

from __future__ import annotations

from aureole.cli.booting.through import Through
from aureole.runtime.services.ports import ACTUATION, BAD
from aureole.runtime.supervise.causes import Cause
from aureole.runtime.supervise.supervisor import Notice

WORDS = {
    "real": ("on real time", "实时"),
    "logical": ("on logical time, in lockstep", "逻辑时间，步步同步"),
    "processes": ("processes", "个进程"),
    "kept": ("kept", "按时"),
    "missed": ("missed", "超时"),
    "of": ("deadline", "期限"),
    "because": ("late because of:", "超时原因："),
    "none": ("no run", "没有运行"),
    "no_recorder": (
        "the recorder is no service yet: the judges' process writes the record",
        "记录器尚不是服务：由裁判进程写记录",
    ),
    "ended": ("node ended, started anew", "节点终止，已重新启动"),
    "failed": ("service failed", "服务失败"),
    "stuck": ("does not answer, ended", "不应答，已终止"),
    "bus": ("on the bus", "总线上"),
    "actuation": ("actuator", "执行器"),
    "degraded": ("not granted by this machine", "本机不提供"),
}

STATES = {"failed": "失败", "timed out": "超时"}
CAUSES = {
    Cause.LATE_INPUT: ("late input", "输入迟到"),
    Cause.OWN_OVERRUN: ("own overrun", "自身超时"),
    Cause.PREEMPTED: ("preempted", "被抢占"),
    Cause.THROTTLED: ("throttled", "被限流"),
    Cause.STOLEN: ("stolen by the hypervisor", "被虚拟机管理器占用"),
    Cause.COLLECTION: ("garbage collection", "垃圾回收"),
    Cause.PAGE_FAULT: ("page faults", "缺页"),
    Cause.WAITED: ("waited", "等待"),
}


def told(came: Through, clock: str, lang: str) -> str:
    """Some lines for people."""
    place = lang == "zh"
    word = {key: both[place] for key, both in WORDS.items()}
    count = sum(notice.what == "started" for notice in came.notices)
    lines = [f"  {count} {word['processes']}, {word[clock]}; {word['no_recorder']}"]
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
    heard = [notice for notice in came.notices if notice.what in word and telling(notice)]
    lines += [f"  {notice.domain}: {word[notice.what]} {legible(notice, place)}" for notice in heard]
    return "\n".join(lines)


def legible(notice: Notice, chinese: bool) -> str:
    """What a notice says; states of actuators in the reader's language."""
    if not chinese or notice.what != ACTUATION:
        return notice.text
    name, _, state = notice.text.partition(" ")
    return f"{name} {STATES.get(state, state)}"


def telling(notice: Notice) -> bool:
    """Whether people need to hear it: of actuators only that one does not obey."""
    return notice.what != ACTUATION or notice.text.endswith(BAD)
