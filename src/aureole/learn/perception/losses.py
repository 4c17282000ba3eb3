"""How wrong the network is: one number of each kind, and their weighted sum."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from aureole.drivers.perception.table import (
    BESIDE,
    F_BRAKE,
    F_COS,
    F_FAR,
    F_LIMIT,
    G_BESIDE,
    G_MARK_LEFT,
    G_MARK_RIGHT,
    G_MAY_LEFT,
    G_MAY_RIGHT,
    G_OWN,
    G_SURE,
    L_SURE,
    MARKS,
    PLACES,
    STATIONS,
)  # fmt: skip

SHARES = {
    "heat": 1.0,
    "far": 1.0,
    "numbers": 1.0,
    "lamps": 0.5,
    "limit": 0.3,
    "lane": 1.5,
    "sure": 0.2,
    "facts": 0.5,
    "ground": 1.0,
}
"""How much each counts in the sum."""
CLOSE = 0.4  # m; a border that is told so well is known
STRETCH = 12  # stations, 30 m; over which all of the own lane must be known
HIDDEN = 255
EXACT = 0.02  # -; part of a distance; what is told better counts less


def heat_loss(heat: Tensor, wanted: Tensor) -> Tensor:
    """Focal loss, weaker near a middle (Law, Deng: CornerNet; ECCV 2018); below zero nothing is asked."""
    middle = wanted > 0.999
    hot = heat[middle]
    hit = functional.softplus(-hot) * torch.sigmoid(-hot).square()
    away = (1.0 - wanted).square().square() * ((wanted >= 0.0) & ~middle)
    other = functional.softplus(heat) * torch.sigmoid(heat).square() * away
    return (hit.sum() + other.sum()) / middle.sum().clamp(min=1.0)


def field_losses(fields: Tensor, batch: dict[str, Any]) -> dict[str, Tensor]:
    """Numbers, lamps and the like, and figures of limits, at the cells that are asked."""
    place, value, weight, limit = batch["place"], batch["value"], batch["weight"], batch["limit"]
    if not len(place):
        zero = fields.sum() * 0.0
        return {"far": zero, "numbers": zero, "lamps": zero, "limit": zero}
    told = fields[place[:, 0], place[:, 1], :, place[:, 2], place[:, 3]]
    total = weight[:, F_COS].sum().clamp(min=1.0)
    far = batch["share"] * (told[:, F_FAR] - value[:, F_FAR])
    far = functional.smooth_l1_loss(far, torch.zeros_like(far), reduction="none", beta=EXACT) * weight[:, F_FAR]
    off = functional.smooth_l1_loss(told[:, :F_BRAKE], value[:, :F_BRAKE], reduction="none", beta=0.1)
    weight = weight * (torch.arange(weight.shape[1]) != F_FAR)
    lamps = functional.binary_cross_entropy_with_logits(
        told[:, F_BRAKE:F_LIMIT], value[:, F_BRAKE:F_LIMIT], reduction="none"
    )
    asked = limit >= 0
    figures = functional.cross_entropy(told[asked, F_LIMIT:], limit[asked]) if bool(asked.any()) else told.sum() * 0.0
    return {
        "far": far.sum() / total, "numbers": (off * weight[:, :F_BRAKE]).sum() / total,
        "lamps": (lamps * weight[:, F_BRAKE:F_LIMIT]).sum() / total, "limit": figures,
    }  # fmt: skip


def lane_losses(lane: Tensor, facts: Tensor, batch: dict[str, Any]) -> dict[str, Tensor]:
    """Borders, how sure they are, and what is true of the lanes."""
    borders, known = batch["borders"][..., :2], batch["borders"][..., 2]
    near = 1.0 / (1.0 + torch.from_numpy(STATIONS).float() / 25.0)
    weight = known * near
    off = functional.smooth_l1_loss(lane[..., :2], borders, reduction="none", beta=0.1).sum(dim=-1)
    worst = (lane[..., :2] - borders).abs().amax(dim=-1).detach()
    right = (worst < CLOSE).float() * known
    whole = right[:, :STRETCH].amin(dim=1)
    sure = functional.binary_cross_entropy_with_logits(lane[..., L_SURE], right)
    sure = sure + functional.binary_cross_entropy_with_logits(facts[:, G_SURE], whole)
    return {
        "lane": (off * weight).sum() / weight.sum().clamp(min=1.0), "sure": sure,
        "facts": facts_loss(facts, batch["facts"]),
    }  # fmt: skip


def facts_loss(facts: Tensor, wanted: Tensor) -> Tensor:
    """Marks, what may be crossed, and the lanes beside; nothing is asked where there is no own lane."""
    own = wanted[:, G_OWN]
    yes_no = functional.binary_cross_entropy_with_logits
    total = yes_no(facts[:, G_OWN], own)
    for base in (G_MARK_LEFT, G_MARK_RIGHT):
        part = functional.cross_entropy(
            facts[:, base : base + MARKS], wanted[:, base : base + MARKS].argmax(dim=1), reduction="none"
        )
        total = total + 0.3 * (part * own).mean()
    for one in (G_MAY_LEFT, G_MAY_RIGHT):
        total = total + 0.3 * (yes_no(facts[:, one], wanted[:, one], reduction="none") * own).mean()
    for k in range(len(PLACES)):
        at = G_BESIDE + BESIDE * k
        there = wanted[:, at]
        total = total + 0.5 * (yes_no(facts[:, at], there, reduction="none") * own).mean()
        for one in (at + 1, at + 2):
            total = total + 0.3 * (yes_no(facts[:, one], wanted[:, one], reduction="none") * there).mean()
        width = functional.smooth_l1_loss(facts[:, at + 3], wanted[:, at + 3], reduction="none", beta=0.05)
        total = total + (width * there).mean()
    return total


def ground_loss(occupied: Tensor, wanted: Tensor) -> Tensor:
    """Cross-entropy of the cells that some eye sees; what is taken counts more, for there is little of it."""
    weight = torch.tensor([0.6, 0.8, 3.0])
    return functional.cross_entropy(occupied, wanted.long(), weight=weight, ignore_index=HIDDEN)


def losses(found: tuple[Tensor | None, ...], batch: dict[str, Any]) -> dict[str, Tensor]:
    """Each kind by name; of what was not found (None) none."""
    heat, fields, lane, facts, occupied = found
    parts: dict[str, Tensor] = {}
    if heat is not None and fields is not None:
        parts |= {"heat": heat_loss(heat, batch["heat"]), **field_losses(fields, batch)}
    if lane is not None and facts is not None:
        parts |= lane_losses(lane, facts, batch)
    if occupied is not None:
        parts["ground"] = ground_loss(occupied, batch["occupied"])
    return parts


def total_of(parts: dict[str, Tensor]) -> Tensor:
    """The weighted sum."""
    whole = torch.zeros(())
    for name, part in parts.items():
        whole = whole + SHARES[name] * part
    return whole
