"""What is said of a search, in English and Chinese."""

from __future__ import annotations

import math
import sys
import time

from aureole.cli import say
from aureole.cli.life.telling import OFTEN, SELDOM, span
from aureole.exam.search.estimate import Estimate
from aureole.exam.search.found import Found
from aureole.exam.search.shrinking.minimise import Edge, Smallest

WORDS = {
    "searches": ("searches", "搜索"),
    "looking": (
        "up to {budget} drives × {drivers} drivers, {jobs} jobs",
        "至多 {budget} 次驾驶 × {drivers} 个驾驶员，{jobs} 个进程",
    ),
    "rate": (
        "{what}: {rate} of what may happen ({level:g} %: {low} to {high})",
        "{what}：占全部可能情形的 {rate}（{level:g} % 区间 {low} 至 {high}）",
    ),
    "none": ("{what}: no rate is claimed", "{what}：不给出比率"),
    "runs": (
        "{drives} drives, {draws} draws, {hits} failures found",
        "{drives} 次驾驶，{draws} 次抽样，找到 {hits} 个失败",
    ),
    "equal": (
        "plain Monte Carlo would need about {count} drives to be as sure",
        "普通蒙特卡洛约需 {count} 次驾驶才能同样确定",
    ),
    "plain": ("from the plain draws alone: {low} to {high}", "仅凭普通抽样：{low} 至 {high}"),
    "broken": ("{count} drives broke off for no fault of the driver's", "{count} 次驾驶因非驾驶员原因中断"),
    "shut": ("{count} draws are shut out by the file's own constraints", "{count} 次抽样被文件自身的约束排除"),
    "closest": ("the closest: {case} ({margin:.2f} from it)", "最接近的：{case}（相距 {margin:.2f}）"),
    "shrinking": ("{driver}: makes a failing case smaller", "{driver}：正在缩小失败用例"),
    "around": ("with {name} = {before} and all else as it is:", "{name} = {before}、其余不变时："),
    "smallest": ("smallest failing case", "最小失败用例"),
    "away": ("without {names}", "去掉 {names}"),
    "reset": ("the file's own {names}", "{names} 取文件自身的值"),
    "below": ("fails down to {name} = {fails}, not at {passes}", "{name} 小到 {fails} 仍失败，{passes} 时不再失败"),
    "above": ("fails up to {name} = {fails}, not at {passes}", "{name} 大到 {fails} 仍失败，{passes} 时不再失败"),
    "end": ("fails as far as {name} goes ({fails})", "{name} 直到尽头（{fails}）都失败"),
    "tolerance": (", tolerance {tolerance}", "，容差 {tolerance}"),
    "picture": ("picture", "图"),
    "result": ("result", "结果"),
    "stopped": ("stopped: what was found until then is written", "已中断：已写下此前找到的内容"),
    "chosen": (
        "the drives in verdicts.json and report.html were chosen by the search: shares of them are no rates",
        "verdicts.json 与 report.html 中的驾驶由搜索选出：它们的占比不是比率",
    ),
    "seeds_one": (
        "seed 0 alone: the rate is over parameters, not over the drive's own noise",
        "仅种子 0：比率针对参数，不含驾驶自身的噪声",
    ),
    "importance": ("importance sampling", "重要性抽样"),
    "monte_carlo": ("plain Monte Carlo", "普通蒙特卡洛"),
    "whole": ("every case", "全部用例"),
}  # fmt: skip


def word(key: str, lang: str, **values: object) -> str:
    """One of these with its values."""
    return WORDS[key][lang == "zh"].format(**values)


def method(one: Estimate, lang: str) -> str:
    """How a rate was found."""
    return " + ".join(word(name, lang) for name in one.method.split(" + ") if name in WORDS)


def rate(what: str, one: Estimate, lang: str) -> str:
    """A rate with its interval; never one without the other."""
    if math.isnan(one.rate):
        return word("none", lang, what=what)
    low, high = (say.percent(bound) for bound in one.interval)
    told = word("rate", lang, what=what, rate=say.percent(one.rate), level=100.0 * one.level, low=low, high=high)
    return f"{told} · {method(one, lang)}"


def edge(one: Edge, lang: str) -> str:
    """Where failing ends."""
    if not one.passes:
        return word("end", lang, name=one.name, fails=one.fails)
    told = word(one.side, lang, name=one.name, fails=one.fails, passes=one.passes)
    return told + (word("tolerance", lang, tolerance=one.tolerance) if one.tolerance else "")


def smallest(one: Smallest, lang: str) -> list[str]:
    """The smallest case in some lines."""
    values = " ".join(f"{name}={text}" for name, text in one.verdict.params.items())
    lines = [f"{word('smallest', lang)}: {values}"]
    if one.away:
        lines.append(f"  {word('away', lang, names=', '.join(one.away))}")
    if one.reset:
        lines.append(f"  {word('reset', lang, names=', '.join(one.reset))}")
    if one.moved:
        lines.append(f"  {word('around', lang, name=one.moved, before=one.before)}")
    return lines + [f"    {edge(each, lang)}" for each in one.edges]


def text(found: Found, find: str, lang: str) -> str:
    """What one driver's search came to."""
    whole = found.estimate()
    lines = [f"{found.driver}: {rate(find, whole, lang)}"]
    lines.append("  " + word("runs", lang, drives=found.drives, draws=found.draws, hits=len(found.hits)))
    if whole.equivalent >= 1.0:
        lines.append("  " + word("equal", lang, count=round(whole.equivalent)))
    if "importance" in whole.method:
        low, high = (say.percent(bound) for bound in whole.plain)
        lines.append("  " + word("plain", lang, low=low, high=high))
    if len(found.looked) > 1:
        lines += [f"  {rate(one.space.name, one.estimate, lang)}" for one in found.looked]
    shut = sum(one.shut for one in found.looked)
    lines += ["  " + word("shut", lang, count=shut)] if shut else []
    lines += ["  " + word("broken", lang, count=found.broken)] if found.broken else []
    seen = [one for each in found.looked for one in each.seen]
    if seen and not found.hits:
        near = min(seen, key=lambda one: one.margin)
        lines.append("  " + word("closest", lang, case=near.verdict.case, margin=near.margin))
    if found.smallest is not None:
        lines += [f"  {line}" for line in smallest(found.smallest, lang)]
    if found.case:
        lines.append(f"  {say.word('case', lang)}: {found.case}")
    if found.stopped:
        lines.append("  " + word("stopped", lang))
    return "\n".join(lines)


class Progress:
    """Tells how many drives are done and how long the others will take at most; nothing if `quiet`."""

    def __init__(self, total: int, lang: str, *, quiet: bool) -> None:
        self.total, self.lang, self.quiet = total, lang, quiet
        self.done, self.shrinks = 0, False
        self.begun = self.last = time.perf_counter()

    def more(self, count: int) -> None:
        """So many are done."""
        if self.shrinks:
            return
        self.done += count
        now, live = time.perf_counter(), sys.stdout.isatty()
        if self.quiet or now - self.last < (OFTEN if live else SELDOM):
            return
        self.last = now
        left = (now - self.begun) * max(self.total - self.done, 0) / self.done
        ahead = f" · {say.word('expected', self.lang)} {span(left, self.lang)}" if left else ""
        start, end = ("\r\x1b[K", "") if live else ("", "\n")
        print(f"{start}  {self.done}/{self.total}{ahead}", end=end, flush=True)

    def shrinking(self, driver: str, *, going: bool) -> None:
        """A failing case is made smaller from now on, which takes a few dozen drives; or not any more."""
        self.shrinks = going
        if going and not self.quiet:
            self.end()
            print(f"  {word('shrinking', self.lang, driver=driver)}", flush=True)

    def end(self) -> None:
        """The line is over."""
        if not self.quiet and sys.stdout.isatty():
            print("\r\x1b[K", end="", flush=True)
