"""Every fault that has a code: the code never changes, and none is given to another fault.

Their form is that of SAE J2012 (ISO 15031-6): a letter for the part of the car, then four hexadecimal digits, of which
the first says who assigns them. Ours lie where the manufacturer assigns: U1A.. (network and what runs on it), C1A..
(chassis: what the guard finds about steering and braking; its two last digits are the number of the finding).
"""

from __future__ import annotations

from typing import NamedTuple

from aureole.runtime.guard.findings import WORDS as FINDINGS
from aureole.runtime.guard.findings import Finding


class Fault(NamedTuple):
    """One class of faults."""

    code: str
    name: str
    """As in programs."""
    english: str
    chinese: str
    confirm: int
    """Failures until it is confirmed."""
    warn: bool
    """Whether a human should be told once it is confirmed."""


SERVICES = (
    Fault("U1A00", "ended", "a node ended by itself", "节点自行终止", 1, False),
    Fault("U1A01", "failed", "a service raised", "服务抛出异常", 1, False),
    Fault("U1A02", "stuck", "a service does not answer", "服务不应答", 1, False),
    Fault("U1A03", "memory", "a node takes more memory than its manifest allows", "节点内存超出清单所允许", 1, False),
    Fault("U1A04", "flood", "a topic carries more words than it is meant to", "话题速率超出规定", 1, False),
    Fault("U1A05", "odd", "a node says what it may not say", "节点发送不允许的消息", 1, False),
    Fault("U1A06", "lost", "a node will not come back", "节点不再恢复", 1, True),
    Fault("U1A07", "cut", "cut off from another chip", "与另一芯片断开", 1, False),
    Fault("U1A10", "deadline", "a deadline was missed", "错过期限", 10, False),
    Fault("U1A11", "budget", "a call took more of a core than it may", "调用超出处理器预算", 10, False),
    Fault("U1A12", "percentile", "a chain was late more often than it may", "链路超时次数过多", 1, True),
    Fault("U1A13", "logical", "services were called out of order", "服务调用次序有误", 3, False),
    Fault("U1A20", "minimal_risk", "the car changed to minimal risk", "车辆进入最小风险模式", 1, True),
    Fault("U1A30", "memory_unreadable", "kept trouble codes could not be read", "故障码存储无法读取", 1, False),
    Fault("U1A31", "memory_unwritable", "trouble codes cannot be written", "故障码存储无法写入", 1, False),
)  # fmt: skip
STOPS = frozenset({
    Finding.NO_WISH, Finding.WISH_FROZEN, Finding.PLAN_OLD, Finding.BLIND, Finding.COLLISION, Finding.RISK_ENDED,
})  # fmt: skip
"""Findings that brake the car: confirmed at once. The others are clipped or bridged, and confirmed when they recur."""
RECUR = 3
UNTOLD = frozenset({Finding.RETURNING})
"""No fault: how one ends."""

GUARD = tuple(
    Fault(f"C1A{finding:02X}", finding.name.lower(), *FINDINGS[finding][:2], 1 if finding in STOPS else RECUR, False)
    for finding in Finding
    if finding not in UNTOLD
)
FAULTS: dict[str, Fault] = {fault.code: fault for fault in (*SERVICES, *GUARD)}
"""By code."""
BY_NAME: dict[str, Fault] = {fault.name: fault for fault in SERVICES}
"""Those of services, by what a notice calls them."""


def of_finding(finding: int) -> Fault | None:
    """The fault of one of the guard's findings; None: it is no fault."""
    return FAULTS.get(f"C1A{finding:02X}")


def say(code: str, lang: str = "en") -> str:
    """A code in words."""
    return FAULTS[code].chinese if lang == "zh" else FAULTS[code].english
