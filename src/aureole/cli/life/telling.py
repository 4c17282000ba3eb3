"""How an exam tells how far it is and how long it will take: one line redrawn on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time

from aureole.cli import say

OFTEN, SELDOM = 0.2, 5.0  # s; between two lines on a terminal, and elsewhere
PHRASES = {
    "known": ("{done} of {total} drives are known from before", "其中 {done}/{total} 次驾驶已有结果"),
    "about": ("about {span}", "约 {span}"),
    "fresh": ("nothing was interrupted here: it begins at the start", "此处没有中断的考试：从头开始"),
    "again": (
        "the report replays {count} of {total} drives; these go once more",
        "报告回放 {total} 次驾驶中的 {count} 次，这些正在重新驾驶",
    ),
    "writing": ("writing verdicts and report", "正在写入裁决与报告"),
    "kept": (
        "what is done is kept: the same command with --resume goes on",
        "已完成的部分已保存：在同一命令后加 --resume 即可继续",
    ),
}
LONG = 90.0  # of a unit; beyond, the next larger one is told


def phrase(key: str, lang: str, **values: object) -> str:
    """One of ours with its values."""
    return PHRASES[key][lang == "zh"].format(**values)


def span(seconds: float, lang: str) -> str:
    """A time as people say it: 45 s, 4 min, 3 h 20 min."""
    second, minute, hour = (" 秒", " 分钟", " 小时") if lang == "zh" else (" s", " min", " h")
    if seconds < LONG:
        return f"{max(1.0, seconds):.0f}{second}"
    minutes = round(seconds / 60.0)
    if minutes < LONG:
        return f"{minutes}{minute}"
    return f"{minutes // 60}{hour} {minutes % 60}{minute}"


def what(cases: int, drivers: int, jobs: int, lang: str) -> str:
    """What is examined."""
    if lang == "zh":
        return f"{cases} 个用例 × {drivers} 个驾驶员，{jobs} 个进程"
    return f"{cases} cases × {drivers} driver{'s'[: drivers != 1]}, {jobs} job{'s'[: jobs != 1]}"


class Teller:
    """Fits `running.Tells`.

    Args:
        lang: zh or en.
        drivers: how many are examined.
        jobs: how many drives go on at once.
    """

    def __init__(self, lang: str, drivers: int, jobs: int) -> None:
        self.lang, self.drivers, self.jobs = lang, drivers, jobs
        self.total = self.done = self.once_more = self.been = 0
        self.last = time.perf_counter()
        self.expected = False

    def begin(self, total: int, known: int | None) -> None:
        """So many drives are to come, of which so many are known from an interrupted exam; None if there was none."""
        self.total, self.done = total, known or 0
        print(f"  {what(total // self.drivers, self.drivers, self.jobs, self.lang)}", flush=True)
        if known is not None:
            print(f"  {phrase('known', self.lang, done=known, total=total)}", flush=True)

    def fresh(self) -> None:
        """It was asked to go on, and there is nothing to go on with."""
        print(f"  {phrase('fresh', self.lang)}", flush=True)

    def compiling(self) -> None:
        """The kernels are compiled first."""
        print(f"  {say.word('compiling', self.lang)}", flush=True)

    def expect(self, seconds: float) -> None:
        """So long the whole will take; said once."""
        if not self.expected:
            self.expected = True
            told = what(self.total // self.drivers, self.drivers, self.jobs, self.lang)
            about = phrase("about", self.lang, span=span(seconds, self.lang))
            print(f"{self._start()}  {told}{'：' if self.lang == 'zh' else ': '}{about}", flush=True)

    def more(self, count: int, left: float | None) -> None:
        """So many are done; so many seconds are left, if that is known."""
        self.done += count
        ahead = f" · {say.word('expected', self.lang)} {span(left, self.lang)}" if left is not None else ""
        self._tell(self.done, self.total, ahead)

    def again(self, count: int) -> None:
        """So many of them go once more, so that the report can show them."""
        print(f"{self._start()}  {phrase('again', self.lang, count=count, total=self.total)}", flush=True)
        self.once_more, self.been = count, 0

    def shown(self, count: int) -> None:
        """So many of those are done."""
        self.been += count
        self._tell(self.been, self.once_more, "")

    def writing(self) -> None:
        """Verdicts and report are written."""
        print(f"{self._start()}  {phrase('writing', self.lang)}", flush=True)

    def _tell(self, done: int, total: int, ahead: str) -> None:
        """A line about it, if the last one was long enough ago."""
        now, over = time.perf_counter(), done >= total
        if now - self.last < (OFTEN if sys.stdout.isatty() else SELDOM) and not over:
            return
        self.last = now
        end = "\n" if over or not sys.stdout.isatty() else ""
        print(f"{self._start()}  {done}/{total}{ahead}", end=end, flush=True)

    def _start(self) -> str:
        """The beginning of the line, empty, on a terminal."""
        return "\r\x1b[K" if sys.stdout.isatty() else ""
