"""How verdicts are told on a terminal, in English and Chinese."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from aureole.core.verdict import Verdict
from aureole.exam.given import shown
from aureole.exam.scores.names import NAMES
from aureole.exam.sentences.tell import said

WORDS = {
    "passed": ("PASSED", "通过"),
    "failed": ("FAILED", "未通过"),
    "unavoidable": ("UNAVOIDABLE", "不可避免"),
    "not_exercised": ("NOT EXERCISED", "未触发"),
    "infrastructure": ("INFRASTRUCTURE", "基础设施故障"),
    "report": ("report", "报告"),
    "record": ("record", "记录"),
    "verdicts": ("verdicts", "裁决"),
    "score": ("score", "得分"),
    "digest": ("digest", "摘要"),
    "note": ("note", "提示"),
    "fails": ("fails", "违规"),
    "drives": ("drives", "驾驶"),
    "compiling": (
        "compiling kernels for this machine: once, a minute or so",
        "正在为本机编译内核：仅此一次，约一分钟",
    ),
    "cases": ("cases", "个用例"),
    "suites": ("suites, for aureole exam NAME:", "题集（aureole exam 名称）："),
    "situations": ("situations, each with a seed: aureole drive NAME#7", "场景，每个都带种子：aureole drive 名称#7"),
    "more": ("more", "个更多"),
    "expected": ("expected", "预计"),
    "same": ("same digest", "摘要一致"),
    "same_verdict": ("same verdict", "裁决一致"),
    "other_machine": (
        "another machine than the one of the record: verdicts are compared, not digests",
        "与记录所用机器不同：只比较裁决，不比较摘要",
    ),
    "differs": ("digest differs", "摘要不同"),
    "other_verdict": ("another verdict", "裁决不同"),
    "other_driver": (
        "the driver's sources or weights have changed since: this is another drive",
        "驾驶程序的源代码或权重已改变：这是另一次驾驶",
    ),
    "other_eyes": (
        "the network of perception has changed since: this is another drive",
        "感知网络已改变：这是另一次驾驶",
    ),
    "other_sources": ("Aureole itself has changed since", "Aureole 本身已改变"),
    "other_drive": ("another drive than the packed one, by", "与用例包中的驾驶不同，改变了"),
    "case": ("case to share", "用例包"),
    "end": ("end", "结束"),
    "trace": ("trace", "轨迹"),
    "no_ground": ("shown without the road", "未显示道路"),
    "ms_per_decision": ("milliseconds a decision (median), one world", "每次决策毫秒数（中位数），单个世界"),
    "ms_per_world": (
        "milliseconds a decision and world (median), eight worlds",
        "每个世界每次决策毫秒数（中位数），八个世界",
    ),
    "skipped": ("SKIPPED", "未检查"),
    "fits": ("FITS: every promise is kept", "符合：所有约定均满足"),
    "does_not_fit": ("DOES NOT FIT", "不符合"),
    "no_case": ("no case.zip", "未写 case.zip"),
    "blame": ("blame", "归因"),
    "read": ("READ", "已读取"),
    "refused": ("REFUSED", "已拒绝"),
    "dropped": ("read and not used", "已读取但未使用"),
    "written": ("written", "已写入"),
    "lost": ("not in it, because it is not read", "未包含（读取时未使用）"),
    "roads": ("roads", "道路"),
    "km": ("km", "公里"),
    "left_hand_roads": ("left-hand roads", "靠左行驶的道路"),
    "lanes_km": ("lanes, km", "车道（公里）"),
    "junctions": ("junctions", "路口"),
    "signals": ("signals", "信号"),
    "dynamic_signals": ("dynamic", "动态信号"),
    "controllers": ("controllers", "控制器"),
    "objects": ("objects", "物体"),
    "placed_objects": ("in the world", "场景中"),
    "lanelets": ("lanelets", "车道段"),
    "within_5cm": ("% of borders within 5 cm", "% 边界误差在 5 厘米内"),
    "furthest": ("m at most", "米最大误差"),
    "obstacles": ("obstacles", "交通参与者"),
    "planning_problems": ("planning problems", "规划问题"),
    "seconds": ("s", "秒"),
    "geo_reference": ("projection", "投影"),
    "entities": ("entities", "参与者"),
    "storyboard_elements": ("storyboard elements", "剧本元素"),
    "conditions": ("conditions", "条件"),
    "actions": ("actions", "动作"),
    "map": ("map", "地图"),
    "scenario": ("scenario", "场景文件"),
    "parameters": ("parameters", "参数"),
    "entries": ("entries", "条目"),
    "failed_of": (
        "failed: {hits} of {total} ({level:g} %: {low} to {high})",
        "失败：{total} 例中 {hits} 例（{level:g} % 区间 {low} 至 {high}）",
    ),
    "succeeded": ("route success {hits} of {total}", "路线成功 {hits}/{total}"),
    "at_most": ("; one-sided, below {high}", "；单侧低于 {high}"),
    "collisions": ("collisions: {count} drives", "碰撞：{count} 次驾驶"),
    "covered": (
        "parameters: {params} in {scenarios} scenarios; bins exercised {exercised}/{bins}, crossed {pairs}/{crossed}",
        "参数：{scenarios} 个场景，{params} 个参数；检验的区间 {exercised}/{bins}，两两组合 {pairs}/{crossed}",
    ),
    "exposure": (
        "rates hold for cases drawn like these; a grid of cases is not road exposure",
        "比率只对同样抽取的用例成立；用例网格不等于道路里程",
    ),
    "lacks": ("not judged", "未评判"),
    "senses": ("senses", "感知"),
    "log": ("log", "日志"),
    "log_lacks": ("the log lacks", "日志缺少"),
    "not_judged": ("events not judged", "未评判的事件"),
    "left_out": ("left out, overlapping the start", "与起点重叠而略去"),
    "goal": ("goal", "目标"),
    "mean": ("mean ± deviation", "均值 ± 标准差"),
    "must": ("must", "须"),
    "never": ("never", "禁"),
    "oncoming": ("the oncoming lane may be used", "可借用对向车道"),
    "abilities": ("abilities", "能力"),
    "clauses": ("clauses", "条款"),
    "in_words": ("in words, no limit of its own", "仅为文字，无单独限值"),
    "not_verified": ("not verified", "未核对"),
    "drawn": ("drawn by a seed", "由种子抽取"),
    "unscored": ("without it", "个无此分"),
}
LONGEST = 500  # letters of one line of a complaint; names in a file may be of any length
MANY, FEW = 60, 20  # lines of a table: beyond so many drives only so few are told
COUNTS = ("cases", "passed", "failed", "unavoidable", "not_exercised", "infrastructure")
COLOURS = {
    "read": 32,
    "refused": 31,
    "passed": 32,
    "failed": 31,
    "unavoidable": 33,
    "not_exercised": 33,
    "infrastructure": 35,
    "skipped": 33,
}
SHOWN = ("min_ttc", "min_time_gap", "max_brake", "mean_speed", "distance", "max_lane_offset", "impact_speed")


def word(key: str, lang: str) -> str:
    """A word of ours in the person's language."""
    return WORDS[key][1 if lang == "zh" else 0]


def ability(name: str, lang: str) -> str:
    """An ability in the person's language."""
    from aureole.world.situations.gallery.page import ABILITIES  # with the situations, which a complaint need not load

    return ABILITIES[name] if lang == "zh" else name


def legible(text: str) -> str:
    """A message fit for a terminal: long lines are cut in their middle, what cannot be printed is spelled out."""
    lines = []
    for line in text.split("\n"):
        short = line if len(line) <= LONGEST else f"{line[: LONGEST - 120]} … {line[-100:]}"
        lines.append("".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in short))
    return "\n".join(lines)


def status(verdict: Verdict, lang: str) -> str:
    """The status, coloured on a terminal."""
    return coloured(verdict.status, lang)


def coloured(key: str, lang: str) -> str:
    """A word of ours, in its colour on a terminal."""
    text = word(key, lang)
    return f"\x1b[1;{COLOURS[key]}m{text}\x1b[0m" if sys.stdout.isatty() else text


def complain(text: str) -> None:
    """Tell of something that went another way than hoped, beside what was asked for."""
    print(f"aureole: {legible(text)}", file=sys.stderr, flush=True)


def one(verdict: Verdict, lang: str) -> str:
    """One drive: status, score, what happened, what was measured."""
    lines = [f"{status(verdict, lang)}  {verdict.case}  {word('score', lang)} {verdict.score:.2f}"]
    for event in verdict.events:
        kind = word("fails" if event.fails else "note", lang)
        clause = f" [{event.clause}]" if event.clause != "-" else ""
        lines.append(f"  {kind:>5}  {event.time:6.2f} s  {event.name}{clause}  {said(event.text, lang)}")
    if verdict.blame != "none":
        lines.append(f"  {word('blame', lang)}: {verdict.blame}")
    pairs = [f"{name} {verdict.measures[name]:.4g}" for name in SHOWN if name in verdict.measures]
    if pairs:
        lines.append("  " + " · ".join(pairs))
    lines += [f"  {scored(name, verdict, lang)}" for name in NAMES if name in verdict.measures]
    lines += log_told(verdict, lang)
    lines += [f"  {word('senses', lang)}: {seen}" for seen in [shown(verdict.extra)] if seen]
    if verdict.digest:
        lines.append(f"  {word('digest', lang)} {verdict.digest}")
    return "\n".join(lines)


def log_told(verdict: Verdict, lang: str) -> list[str]:
    """Of a drive on a log: whom it examines, what the log lacks, what is therefore not judged; else nothing."""
    told = verdict.extra
    if "log" not in told:
        return []
    parts = [("log", f"{told['log']}, {told.get('ego', '')}, {told.get('others', '')}")]
    parts += [(key, told[key]) for key in ("log_lacks", "not_judged", "left_out", "goal") if told.get(key)]
    return [f"  {word(key, lang)}: {text}" for key, text in parts]


def scored(name: str, verdict: Verdict, lang: str) -> str:
    """One of the field's scores with its factors, and what could not be judged."""
    factors = {key.partition(".")[2]: value for key, value in verdict.measures.items() if key.startswith(f"{name}.")}
    told = " · ".join(f"{key} {value:.4g}" for key, value in factors.items() if isfinite(value))
    lacks = verdict.extra.get(f"lacks.{name}", "")
    missing = f"  ({word('lacks', lang)}: {lacks})" if lacks else ""
    value = verdict.measures[name]
    return f"{name} {f'{value:.4f}' if isfinite(value) else '–'}  {told}{missing}"


def means(found: Mapping[str, Mapping[str, float]], lang: str) -> str:
    """One line a score: mean, standard deviation, over how many cases; empty where none was asked for."""
    lines = ""
    for name, spread in found.items():
        over = f"{spread['cases']:.0f} {word('cases', lang)}"
        told = " ± ".join(f"{spread[key]:.4f}" if isfinite(spread[key]) else "–" for key in ("mean", "deviation"))
        lines += f"  {name} {told} ({word('mean', lang)}, {over}, {spread['unscored']:.0f} {word('unscored', lang)})\n"
    return lines


def table(verdicts: Sequence[Verdict], lang: str) -> str:
    """One line a drive; of many the worst."""
    shown = list(verdicts)
    if len(shown) > MANY:
        from aureole.exam.report.worst import badness  # with the exam, which a complaint need not load

        shown = sorted(shown, key=badness)[:FEW]
    width = max((len(verdict.case) for verdict in shown), default=4)
    lines = []
    for verdict in shown:
        failing = [event for event in verdict.events if event.fails] or list(verdict.events[:1])
        what = f"{failing[0].name} {said(failing[0].text, lang)}" if failing else ""
        lines.append(f"{verdict.case:<{width}}  {verdict.score:4.2f}  {status(verdict, lang)}  {what}".rstrip())
    left = len(verdicts) - len(shown)
    lines += [f"… {left} {word('more', lang)}"] if left else []
    return "\n".join(lines)


def summed(counts: Mapping[str, Any], lang: str) -> Iterator[str]:
    """What a driver's summary proves and covers: no share without its interval and its number of cases."""
    yield sure(counts["bounds"], lang)
    if counts["collisions"]:
        yield word("collisions", lang).format(count=counts["collisions"])
    for name, group in counts.get("abilities", {}).items():
        told = f"{ability(name, lang)}: {sure(group['bounds'], lang)}"
        if "success" in group:
            told += "; " + word("succeeded", lang).format(hits=group["success"], total=group["success_told"])
        yield told
    scenarios = counts["coverage"].values()
    params = [row for scenario in scenarios for row in scenario["params"].values()]
    if params:
        yield word("covered", lang).format(
            params=len(params), scenarios=len(scenarios), bins=sum(row["bins"] for row in params),
            exercised=sum(row["exercised"] for row in params),
            crossed=sum(scenario["pairs"]["bins"] for scenario in scenarios),
            pairs=sum(scenario["pairs"]["exercised"] for scenario in scenarios),
        )  # fmt: skip


def sure(bounds: Mapping[str, Any], lang: str) -> str:
    """Failures of cases with the exact interval of their rate; without a failure the one-sided bound, too."""
    total, zero = bounds["exercised"], bounds["zero_failures"]
    low, high = (percent(bound) for bound in bounds["clopper_pearson"])
    told = word("failed_of", lang).format(
        hits=round((bounds["failure_rate"] or 0.0) * total),
        total=total,
        level=100.0 * bounds["level"],
        low=low,
        high=high,
    )
    return told if zero is None else told + word("at_most", lang).format(high=percent(zero))


def percent(rate: float) -> str:
    """A bound of a rate, with the digits that tell it from its neighbours.

    >>> percent(0.0), percent(0.10234), percent(0.0000253), percent(1.0)
    ('0 %', '10.2 %', '0.00253 %', '100 %')
    """
    return f"{100.0 * rate:.3g} %"
