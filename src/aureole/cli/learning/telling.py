"""How a training tells how far it is, and what came of it."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import Any

from aureole.cli.life.telling import span
from aureole.learn.perception.data.keep import Progress
from aureole.learn.perception.train import Told

OFTEN = 10.0  # s; between two lines
PHRASES = {
    "train": ("films for training", "训练影像"),
    "test": ("films held out", "留出影像"),
    "filmed": (
        "{what}: {frames} frames of {done} drives, {broken} broke",
        "{what}：{done} 次驾驶，{frames} 帧，{broken} 次失败",
    ),
    "learned": (
        "batch {batch} of {of}, loss {loss:.3f}, held out {held}, about {left} left",
        "第 {batch}/{of} 批，损失 {loss:.3f}，留出 {held}，约剩 {left}",
    ),
    "stopped": (
        "what is done is kept: the same command goes on from there",
        "已完成的部分已保存：再次运行同一命令即可继续",
    ),
    "made": (
        "written: {file} ({size:.1f} MB, {weights:,} weights)",
        "已写入：{file}（{size:.1f} MB，{weights:,} 个权重）",
    ),
}  # fmt: skip


class Teller:
    """Prints a line now and then.

    Args:
        lang: zh or en.
        quiet: print nothing but the end.
    """

    def __init__(self, lang: str, *, quiet: bool) -> None:
        self.lang, self.quiet = lang, quiet
        self.last, self.begun, self.first = -math.inf, time.perf_counter(), -1

    def say(self, key: str, **values: Any) -> None:
        """One line."""
        if not self.quiet:
            print(f"  {PHRASES[key][self.lang == 'zh'].format(**values)}", flush=True)

    def due(self) -> bool:
        """Whether a line is due."""
        now = time.perf_counter()
        if now - self.last < OFTEN:
            return False
        self.last = now
        return True

    def filming(self, half: str, now: Progress) -> None:
        """So many drives are filmed."""
        if self.due():
            what = PHRASES[half][self.lang == "zh"]
            self.say("filmed", what=what, frames=now.frames, done=now.done, broken=now.broken)

    def learning(self, now: Told) -> None:
        """So many batches are done."""
        if self.first < 0:
            self.first, self.begun = now.batch - 1, time.perf_counter()
        if self.due() or now.batch == now.of:
            each = (time.perf_counter() - self.begun) / max(now.batch - self.first, 1)
            held = f"{now.held:.3f}" if math.isfinite(now.held) else "–"
            left = span(each * (now.of - now.batch), self.lang)
            self.say("learned", batch=now.batch, of=now.of, loss=now.loss, held=held, left=left)

    def stopped(self) -> None:
        """It was stopped by hand."""
        self.say("stopped")


def text(card: Mapping[str, Any], lang: str) -> str:
    """What came of it, for people."""
    made = PHRASES["made"][lang == "zh"].format(file=card["file"], size=card["bytes"] / 1e6, weights=card["weights"])
    figures = [f"  {name:<28}{value:9.3f}" for name, value in card["held_out"].items()]
    return "\n".join([made, *figures])
