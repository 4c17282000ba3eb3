"""`aureole world people`: what recordings tell of drivers, fitted and counted, as text, JSON and files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from aureole.core.errors import BadInput
from aureole.world.logs.reading import is_log, load
from aureole.world.traffic.people import changing
from aureole.world.traffic.people.fitting import typical
from aureole.world.traffic.people.following import NAMES
from aureole.world.traffic.people.spreading import recorded
from aureole.world.traffic.people.study import Study, studied

WORDS = {
    "about": (
        "{site}: {files} recordings, {seconds:.0f} s, {drivers} drivers, {windows} windows, {changes} lane changes",
        "{site}：{files} 份记录，{seconds:.0f} 车·秒，{drivers} 位驾驶人，{windows} 个 2 秒窗口，{changes} 次变道",
    ),
    "little": ("too little to fit", "数据太少，未拟合"),
    "held_out": ("held out, nats a window (parts of {parts})", "留出对数似然，nat/窗口（按{parts}划分）"),
    "recordings": ("recordings", "记录"),
    "vehicles": ("vehicles", "车辆"),
    "changes": ("changes of lanes", "变道"),
    "few": ("too few changes of lanes to fit", "变道太少，未拟合"),
    "held_out_changes": ("held out, nats a chance ({chances})", "留出对数似然，nat/机会（{chances} 次）"),
    "gaps": (
        "median gap {gap:.1f} m at {speed:.1f} m/s, where the typical driver would settle at {kept:.1f} m",
        "间距中位数 {gap:.1f} m（{speed:.1f} m/s）；典型驾驶人跟随时的稳定间距为 {kept:.1f} m",
    ),
    "worse": ("no better than {than}", "不优于{than}"),
}


def word(key: str, lang: str, **values: Any) -> str:
    """A phrase of ours in the person's language."""
    return WORDS[key][1 if lang == "zh" else 0].format(**values)


def study(paths: Sequence[Path]) -> list[Study]:
    """The studies of some logs, and of those in folders.

    Raises:
        BadInput: a path is no log, or cannot be read; with its place.
    """
    files: list[Path] = []
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() and not is_log(path) else [path]
        files += [each for each in inside if is_log(each)]
        if not any(is_log(each) for each in inside):
            remedy = "give logs (aureole world people FILES), or a folder of them"
            raise BadInput("is no log, and holds none", place=str(path), remedy=remedy)
    return studied([(file.name, load(file)) for file in dict.fromkeys(files)])


def as_dict(one: Study) -> dict[str, Any]:
    """A study for machines: what was fitted, and the recorded distributions."""
    people, interval = one.people, one.interval
    fitted: dict[str, Any] = {"windows": one.windows, "chances": one.chances, "parts": one.parts or None}
    if people is not None and interval is not None:
        fitted |= {
            "names": list(NAMES), "typical": typical(people).tolist(), "scale": people.scale,
            "interval_95": [each.tolist() for each in interval], "share": people.share.tolist(),
            "drivers": people.drivers.tolist(), "held_out": one.held_out,
        }  # fmt: skip
    if one.changing is not None:
        values = zip(changing.NAMES, one.changing.values, one.changing.error, strict=True)
        fitted["changing"] = {
            name: {"value": float(value), "error": float(error) if np.isfinite(error) else None}
            for name, value, error in values
        }
        fitted["held_out_changes"] = one.held_out_changes
    return {**recorded(one), "fitted": fitted}


def text(found: Sequence[Study], lang: str) -> str:
    """Everything for people."""
    return "\n".join(line for one in found for line in lines(one, lang))


def lines(one: Study, lang: str) -> list[str]:
    """One site."""
    told = [
        word(
            "about", lang, site=one.site, files=len(one.files), seconds=one.seconds, drivers=one.drivers,
            windows=one.windows, changes=one.changes,
        )
    ]  # fmt: skip
    people, interval, held = one.people, one.interval, one.held_out
    if people is None or interval is None or held is None:
        return [*told, f"  {word('little', lang)}"]
    middle = typical(people)
    away = np.log(people.drivers) - np.log(middle)
    for k, name in enumerate(NAMES):
        spread = float(np.sqrt(people.share @ away[:, k] ** 2))
        told.append(
            f"  {name:<10} {middle[k]:6.2f}  95 %: {interval[0][k]:.2f} … {interval[1][k]:.2f}  × {np.exp(spread):.2f}"
        )
    told.append(
        f"  {word('held_out', lang, parts=word(one.parts, lang))}: {values(held, 3)}{verdict(held, 'textbook', lang)}"
    )
    gap, speed = float(np.median(one.samples["gap"])), float(np.median(one.samples["gap"] / one.samples["headway"]))
    room = max(1.0 - (speed / middle[0]) ** 4, 1e-3)
    kept = (middle[2] + speed * middle[1]) / np.sqrt(room)
    told.append(f"  {word('gaps', lang, gap=gap, speed=speed, kept=kept)}")
    if one.changing is None:
        return [*told, f"  {word('few', lang)}"]
    made = zip(changing.NAMES, one.changing.values, one.changing.error, strict=True)
    told.append(
        f"  {word('changes', lang)}: " + ", ".join(f"{name} {value:.2f} ± {error:.2f}" for name, value, error in made)
    )
    if one.held_out_changes is not None:
        held = one.held_out_changes
        label = word("held_out_changes", lang, chances=one.chances)
        told.append(f"  {label}: {values(held, 4)}{verdict(held, 'rate alone', lang)}")
    return told


def values(held: dict[str, float], digits: int) -> str:
    """Likelihoods by model."""
    return ", ".join(f"{name} {value:.{digits}f}" for name, value in held.items())


def better(held: dict[str, float] | None, than: str) -> bool:
    """Whether people foretell what was not fitted to better than something plainer."""
    return held is not None and held["people"] > held[than]


def verdict(held: dict[str, float], than: str, lang: str) -> str:
    """What must be said where they do not."""
    return "" if better(held, than) else f" · {word('worse', lang, than=than)}"


def write(found: Sequence[Study], folder: Path) -> list[Path]:
    """A file a site with all that is known of it: SITE.people.json."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for one in found:
        path = folder / f"{one.site}.people.json"
        path.write_text(json.dumps(as_dict(one), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        written.append(path)
    return written
