"""How the operating system fared in a drive, in words: chains with their deadlines, and what happened to nodes."""

from __future__ import annotations

from aureole.cli.booting.through import Through
from aureole.runtime.modes.mode import WORDS as MODES
from aureole.runtime.supervise.causes import Cause
from aureole.runtime.troubles.registry import say
from aureole.runtime.troubles.status import Status

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
    "ended_in": ("the drive ended in mode", "结束时的模式："),
}

HAPPENED = {
    "ended": ("node ended", "节点终止"),
    "failed": ("service failed", "服务失败"),
    "stuck": ("does not answer, ended", "不应答，已终止"),
    "degraded": ("not granted by this machine", "本机不提供"),
    "memory": ("takes more memory than its manifest allows, ended", "内存超出清单所允许，已终止"),
    "flood": ("says more than its topic is meant to carry", "发送超出话题应有的速率"),
    "logical": ("called out of order", "调用次序有误"),
    "percentile": ("too many runs late in its window", "窗口内超时过多"),
    "lost": ("will not come back", "不再恢复"),
    "mode": ("mode", "模式"),
}
"""What is told of notices; missed deadlines are told with their chains."""

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
    lines += [
        f"  {notice.domain}: {HAPPENED[notice.what][place]} {notice.text}"
        for notice in came.notices
        if notice.what in HAPPENED
    ]  # fmt: skip
    if clock == "real":
        now = Status.FAILED_THIS_CYCLE  # of what was kept from an earlier drive nothing is told
        confirmed = [code for code in came.codes if code.confirmed and code.status & now]
        lines += [f"  {one.code} {one.subject}: {say(one.code, lang)} ×{one.times}" for one in confirmed]
        lines.append(f"  {word['ended_in']} {MODES[came.mode][place]}")
    return "\n".join(lines)
