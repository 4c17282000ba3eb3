"""What happens to a booted car, in English and Chinese: the words of its journal."""

from __future__ import annotations

import re

from aureole.runtime.facilities.claims import spoken
from aureole.runtime.modes.afar import WORDS as WAY_WORDS
from aureole.runtime.modes.mode import WORDS as MODE_WORDS
from aureole.runtime.supervise.causes import Cause

EVENTS = {  # of a drive and of a car that is up: there is no other list
    "booted": ("booted", "已启动"),
    "going": ("all services run", "全部服务已运行"),
    "stopped": ("stopped", "已停止"),
    "recovered": ("the last run ended without a word; what it left was cleared away", "上次运行意外终止；残留已清除"),
    "drive": ("the drive begins anew", "驾驶重新开始"),
    "started": ("node started", "节点已启动"),
    "ended": ("node ended", "节点终止"),
    "failed": ("service failed", "服务失败"),
    "stuck": ("does not answer, ended", "不应答，已终止"),
    "degraded": ("not granted by this machine", "本机不提供"),
    "odd": ("spoke against the rules", "通信违规"),
    "deadline": ("deadline missed", "错过期限"),
    "logical": ("order of calls broken", "调用顺序有误"),
    "mode": ("mode", "模式"),
    "backoff": ("waits before it starts anew", "等待后重新启动"),
    "fault": ("trouble code", "故障码"),
    "preempted": ("preempted", "被抢占"),
    "refused": ("a stranger asked and was refused", "陌生用户的询问被拒绝"),
    "lines_lost": ("journal lines lost", "日志行丢失"),
    "lost": ("will not come back", "不再恢复"),
    "stands": ("the car stands for good and needs a human; it still answers", "车辆已永久停驶，需要人处理；仍可应答"),
    "cleared": ("trouble codes cleared", "故障码已清除"),
    "budget": ("took more of a core than it may", "超出处理器预算"),
    "percentile": ("too many runs late in its window", "窗口内超时过多"),
    "memory": ("takes more memory than its manifest allows, ended", "内存超出清单所允许，已终止"),
    "flood": ("says more than its topic is meant to carry", "发送超出话题应有的速率"),
    "guard": ("the guard acts", "守护介入"),
    "link": ("joined to another chip", "已与另一芯片相连"),
    "cut": ("cut off from another chip", "与另一芯片断开"),
    "bus": ("on the bus", "总线上"),
    "actuation": ("actuator", "执行器"),
    "compared": ("commands against the human, RMS", "命令与人的操作之差（均方根）"),
    "no_room": ("nothing more can be recorded, the car goes on", "无法继续记录，行驶不受影响"),
    "gives_way": ("the disk is full, the oldest of the recording gives way", "磁盘已满，删除最早的记录"),
    "room_again": ("records again; words that were not recorded", "恢复记录；未记录的消息数"),
    "words_lost": ("words that came faster than they were taken", "来不及取走的消息"),
    "memory_unreadable": ("trouble codes of before cannot be read", "先前的故障码无法读取"),
    "memory_unwritable": ("trouble codes cannot be written", "故障码无法写入"),
}
PROCESS = re.compile(r"\bprocess (\d+)")
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
CAUSE = re.compile(rf"\b({'|'.join(each.value for each in Cause)})$")
STATES = {"failed": "失败", "timed out": "超时", "accepted": "已接受", "reached": "已达到"}
"""Of an actuator's request."""
STATE = re.compile(rf"\b({'|'.join(STATES)})$")
WAYS = {str(state): zh for state, (_, zh) in WAY_WORDS.items()}
WAY = re.compile(rf": ({'|'.join(WAYS)})\b")
MODES = {str(mode): zh for mode, (_, zh) in MODE_WORDS.items()}


def event(what: str, lang: str) -> str:
    """What happened; a word of ours that is not known here stands for itself."""
    return EVENTS[what][lang == "zh"] if what in EVENTS else what


def cause(name: str, lang: str) -> str:
    """A cause in the person's language."""
    return CAUSES[Cause(name)][lang == "zh"] if name in {each.value for each in CAUSES} else name


def both(what: str, text: str) -> tuple[str, str]:
    """What the supervisor says, in English and Chinese: names and numbers stay, our own words change."""
    if what == "degraded":
        return spoken(text, "en"), spoken(text, "zh")
    zh = PROCESS.sub(r"进程 \1", text)
    if what in ("link", "cut", "mode"):
        zh = WAY.sub(lambda found: f"：{WAYS[found[1]]}", zh)
    if what == "mode":
        change, colon, rest = zh.partition(":")
        return text, " → ".join(MODES.get(each, each) for each in change.split(" → ")) + colon + rest
    if what == "actuation":
        return text, STATE.sub(lambda found: STATES[found[1]], zh)
    if what in ("deadline", "budget"):
        return text, CAUSE.sub(lambda found: CAUSES[Cause(found[1])][1], zh)
    return text, zh


def line(what: str, text: str | tuple[str, str]) -> tuple[str, str]:
    """A line of the journal in English and Chinese; one text for both: names, numbers, what a program said."""
    en, zh = both(what, text) if isinstance(text, str) else text
    return (
        f"{event(what, 'en')}: {en}" if en else event(what, "en"),
        f"{event(what, 'zh')}：{zh}" if zh else event(what, "zh"),
    )
