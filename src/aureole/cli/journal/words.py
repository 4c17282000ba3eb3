"""What happens to a booted car, in English and Chinese: the words of its journal."""

from __future__ import annotations

import re

from aureole.runtime.supervise.causes import Cause

EVENTS = {
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
    "lost": ("journal lines lost", "日志行丢失"),
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


def event(what: str, lang: str) -> str:
    """What happened; a word of ours that is not known here stands for itself."""
    return EVENTS[what][lang == "zh"] if what in EVENTS else what


def cause(name: str, lang: str) -> str:
    """A cause in the person's language."""
    return CAUSES[Cause(name)][lang == "zh"] if name in {each.value for each in CAUSES} else name


def line(what: str, text: str | tuple[str, str]) -> tuple[str, str]:
    """A line of the journal in English and Chinese; one text for both: names, numbers, what a program said."""
    en, zh = (text, PROCESS.sub(r"进程 \1", text)) if isinstance(text, str) else text
    return (
        f"{event(what, 'en')}: {en}" if en else event(what, "en"),
        f"{event(what, 'zh')}：{zh}" if zh else event(what, "zh"),
    )


def late(chain: str, runs: int, spans: tuple[float, float], causes: list[tuple[str, str, int]]) -> tuple[str, str]:
    """Runs that missed their deadline; `spans`: the worst of them and the deadline, s."""
    took, deadline = (f"{each * 1e3:.4g} ms" for each in spans)
    en, zh = (", ".join(f"{who} {cause(why, lang)} {count}" for who, why, count in causes) for lang in ("en", "zh"))
    return (
        f"{chain}, {runs} runs, {took} at worst of {deadline}; {en}" if runs > 1
        else f"{chain}, {took} of {deadline}; {en}",
        f"{chain}，{runs} 次，最差 {took}，期限 {deadline}；{zh}",
    )  # fmt: skip
