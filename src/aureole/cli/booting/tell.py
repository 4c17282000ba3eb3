"""How the operating system fared in a drive, in words: chains with their deadlines, and what happened to nodes."""

from __future__ import annotations

from aureole.cli.booting.through import Through
from aureole.cli.journal.words import CAUSES
from aureole.runtime.facilities.claims import spoken
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

HAPPENED = {
    "ended": ("node ended", "节点终止"),
    "failed": ("service failed", "服务失败"),
    "stuck": ("does not answer, ended", "不应答，已终止"),
    "bus": ("on the bus", "总线上"),
    "actuation": ("actuator", "执行器"),
    "no_room": ("nothing more can be recorded, the drive goes on:", "无法继续记录，行驶不受影响："),
    "gives_way": ("the disk is full, the oldest of the recording gives way:", "磁盘已满，删除最早的记录："),
    "room_again": ("records again; words that were not recorded:", "恢复记录；未记录的消息数："),
    "words_lost": ("words that came faster than they were taken:", "来不及取走的消息："),
    "degraded": ("not granted by this machine", "本机不提供"),
    "memory": ("takes more memory than its manifest allows, ended", "内存超出清单所允许，已终止"),
    "flood": ("says more than its topic is meant to carry", "发送超出话题应有的速率"),
    "logical": ("called out of order", "调用次序有误"),
    "percentile": ("too many runs late in its window", "窗口内超时过多"),
    "lost": ("will not come back", "不再恢复"),
    "mode": ("mode", "模式"),
}
"""What is told of notices; missed deadlines are told with their chains."""

STATES = {"failed": "失败", "timed out": "超时"}


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
    for notice in came.notices:
        if notice.what in HAPPENED and telling(notice):
            text = spoken(notice.text, lang) if notice.what == "degraded" else legible(notice, place)
            lines.append(f"  {notice.domain}: {HAPPENED[notice.what][place]} {text}")
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


def legible(notice: Notice, chinese: bool) -> str:
    """What a notice says; states of actuators in the reader's language."""
    if not chinese or notice.what != ACTUATION:
        return notice.text
    name, _, state = notice.text.partition(" ")
    return f"{name} {STATES.get(state, state)}"


def telling(notice: Notice) -> bool:
    """Whether people need to hear it: of actuators only that one does not obey."""
    return notice.what != ACTUATION or notice.text.endswith(BAD)
