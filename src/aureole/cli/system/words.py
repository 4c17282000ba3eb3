"""What is said of a booted car, in English and Chinese."""

from __future__ import annotations

WORDS = {
    "boots": ("boots", "启动"),
    "runs": ("runs; Ctrl-C stops it", "正在运行；按 Ctrl-C 停止"),
    "elsewhere": (
        "in another terminal: aureole status · aureole top · aureole log",
        "在另一终端：aureole status · aureole top · aureole log",
    ),
    "broken": (
        "the run ended here without a word: its process was killed, or the machine went dark",
        "运行在此处意外终止：进程被杀死或机器断电",
    ),
    "detached": ("runs in the background; stop it with: aureole up --stop", "在后台运行；停止：aureole up --stop"),
    "stopped": ("stopped; nothing is left running", "已停止；没有残留进程"),
    "process": ("process", "进程"),
    "since": ("since", "始于"),
    "mode": ("mode", "模式"),
    "full": ("full", "完全"),
    "starting": ("starting", "启动中"),
    "degraded": ("degraded", "降级"),
    "minimal_risk": ("minimal risk", "最小风险"),
    "standstill": ("standstill", "静止"),
    "drive": ("drive", "驾驶"),
    "services": ("SERVICES", "服务"),
    "name": ("name", "名称"),
    "pid": ("process", "进程"),
    "restarts": ("restarts", "重启"),
    "last": ("last call", "上次调用"),
    "memory": ("memory", "内存"),
    "policy": ("scheduled", "调度"),
    "core": ("core", "核"),
    "up": ("up", "已运行"),
    "granted": ("granted", "已授予"),
    "refused": ("not granted", "未授予"),
    "facilities": ("THIS MACHINE", "本机"),
    "topics": ("TOPICS", "话题"),
    "writer": ("writer", "写者"),
    "readers": ("readers", "读者"),
    "sent": ("sent", "已发送"),
    "lost": ("lost", "丢失"),
    "chains": ("CHAINS", "链"),
    "kept": ("kept", "按时"),
    "missed": ("missed", "超时"),
    "deadline": ("deadline", "期限"),
    "causes": ("late because of", "超时原因"),
    "journal": ("journal", "日志"),
    "lost_lines": ("lines lost", "行丢失"),
    "ago": ("ago", "前"),
    "never": ("never", "从未"),
    "gone": ("gone", "不在"),
    "usual": ("usual", "普通"),
    "p50_ms": ("p50 ms", "p50 ms"),
    "p99_ms": ("p99 ms", "p99 ms"),
    "deadline_ms": ("deadline", "期限"),
    "budget_ms": ("budget", "预算"),
    "margin_ms": ("margin", "余量"),
    "kept_share": ("kept", "按时"),
    "minute": ("last 30 s, worst of each", "最近 30 秒逐秒最差"),
    "window": ("last 10 s", "最近 10 秒"),
    "rate": ("calls/s", "次/秒"),
    "busy": ("cpu %", "CPU %"),
    "ready": ("wait %", "等待 %"),
    "machine": ("MACHINE", "机器"),
    "steal": ("steal", "被占用"),
    "load": ("load", "负载"),
    "with_root": (
        "as root, or with rights for them, they would be; without, deadlines can be missed under load",
        "以 root 身份或获得相应权限即可授予；否则负载下可能错过期限",
    ),
}
POLICIES = {0: "usual", 1: "FIFO", 2: "RR", 3: "BATCH", 5: "IDLE", 6: "DEADLINE"}
"""sched(7)."""
FACILITIES = {
    "real-time priority": ("real-time priority", "实时优先级"),
    "locked memory": ("locked memory", "锁定内存"),
}


def word(key: str, lang: str) -> str:
    """A word of ours in the person's language; one that is not known here stands for itself."""
    return WORDS[key][lang == "zh"] if key in WORDS else key


def facility(name: str, lang: str) -> str:
    """A facility of the machine."""
    return FACILITIES[name][lang == "zh"] if name in FACILITIES else name
