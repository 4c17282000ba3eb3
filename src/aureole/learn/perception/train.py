"""Training: so many batches, told as they go, kept so that who stops goes on from there; the best by held-out loss."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from aureole.core.errors import BadInput, Trouble
from aureole.drivers.perception.table import VERSION
from aureole.learn.perception.lessons import FED, Lessons, shuffled
from aureole.learn.perception.losses import losses, total_of
from aureole.learn.perception.net import Net

CHECKPOINT, BEST = "checkpoint.pt", "best.pt"
WARM = 0.08  # share of the batches over which the steps grow
DECAY, STEEPEST = 0.02, 5.0  # weight decay; norm at which a gradient is cut
LAST = 0.02  # share of the largest step that the last one has
PART = 4  # of the frames that are held out, every so manieth tells which weights are the best
KEEPS = 100  # batches between two checkpoints
LANES, GROUND = 2, 4  # batches, of which one is asked for lanes, and for ground


class Recipe(NamedTuple):
    """How it is trained; part of what a checkpoint must agree with."""

    batches: int
    size: int = 8
    """Frames of a batch."""
    step: float = 2e-3
    """Largest step of AdamW (Loshchilov, Hutter: Decoupled Weight Decay Regularization; ICLR 2019)."""
    seed: int = 0
    looks: int = 1000
    """Batches between two looks at a part of what is held out."""


class Told(NamedTuple):
    """How far it has come."""

    batch: int
    of: int
    loss: float
    """Running mean."""
    held: float
    """Loss of the held-out frames when last looked at; infinite before."""


@dataclass
class Course:
    """A training that can be stopped at any batch and taken up again."""

    folder: Path
    recipe: Recipe
    lessons: Lessons
    held: Lessons

    def __post_init__(self) -> None:
        torch.manual_seed(self.recipe.seed)
        self.net, self.batch, self.best, self.mean = Net(), 0, math.inf, math.nan
        self.last = math.inf
        plain: list[Any] = []
        decayed: list[Any] = []
        for part in self.net.parameters():
            (decayed if part.ndim > 1 else plain).append(part)
        groups = [{"params": decayed, "weight_decay": DECAY}, {"params": plain, "weight_decay": 0.0}]
        self.steps = torch.optim.AdamW(groups, lr=self.recipe.step)

    def go(self, told: Callable[[Told], None] = lambda _: None) -> Net:
        """Train to the end, or on from a checkpoint; gives the best network.

        Raises:
            BadInput: the checkpoint is another training's, or the loss is no number any more.
            Trouble: the folder cannot be written.
        """
        self.take_up()
        try:
            while self.batch < self.recipe.batches:
                self.learn()
                if self.batch % self.recipe.looks == 0 or self.batch == self.recipe.batches:
                    self.look()
                if self.batch % KEEPS == 0:
                    self.keep()
                told(Told(self.batch, self.recipe.batches, self.mean, self.last))
        finally:
            self.keep()
        return self.chosen()

    def learn(self) -> None:
        """One batch.

        Raises:
            BadInput: the loss is no number.
        """
        self.net.train()
        for group in self.steps.param_groups:
            group["lr"] = self.recipe.step * pace(self.batch / self.recipe.batches)
        batch = self.lessons.batch(self.frames(), self.batch)
        loss = total_of(losses(partly(self.net, batch, self.batch), batch))
        value = float(loss.detach())
        if not math.isfinite(value):
            raise BadInput(f"batch {self.batch}: the loss is no number", remedy="train with a smaller --step")
        self.steps.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), STEEPEST)
        self.steps.step()
        self.mean = value if math.isnan(self.mean) else 0.98 * self.mean + 0.02 * value
        self.batch += 1

    def frames(self) -> Any:
        """Which frames the next batch is made of."""
        size, often = self.recipe.size, self.lessons.often
        each = max(int(often.sum()) // size, 1)
        order = shuffled(often, self.recipe.seed, self.batch // each)
        first = (self.batch % each) * size
        return order[first : first + size]

    def look(self) -> None:
        """The loss of what is held out; the best is kept."""
        self.last = loss_of(self.net, self.held, self.recipe.size, PART)
        if self.last < self.best:
            self.best = self.last
            saved(self.folder / BEST, {"net": self.net.state_dict(), "batch": self.batch, "held": self.last})

    def keep(self) -> None:
        """Write a checkpoint.

        Raises:
            Trouble: it cannot be written.
        """
        state = {
            "recipe": tuple(self.recipe), "table": VERSION, "net": self.net.state_dict(),
            "steps": self.steps.state_dict(), "batch": self.batch, "best": self.best, "mean": self.mean,
            "last": self.last,
        }  # fmt: skip
        saved(self.folder / CHECKPOINT, state)

    def take_up(self) -> None:
        """Go on from a checkpoint, if there is one.

        Raises:
            BadInput: it is another training's, or broken.
        """
        path = self.folder / CHECKPOINT
        if not path.is_file():
            return
        state = loaded(path)
        if tuple(state.get("recipe", ())) != tuple(self.recipe) or state.get("table") != VERSION:
            what = "the checkpoint there is one of another training"
            raise BadInput(what, place=str(path), remedy="take another --out, or delete it")
        self.net.load_state_dict(state["net"])
        self.steps.load_state_dict(state["steps"])
        self.batch, self.best, self.mean, self.last = (state[name] for name in ("batch", "best", "mean", "last"))

    def chosen(self) -> Net:
        """The network that did best on what is held out."""
        path = self.folder / BEST
        if path.is_file():
            self.net.load_state_dict(loaded(path)["net"])
        self.net.eval()
        return self.net


def partly(net: Net, batch: dict[str, Any], number: int) -> tuple[Tensor | None, ...]:
    """What a network tells of a batch to learn from: always of things, of lanes and ground in turns.

    Lanes and ground would be nearly half of the work, and are learned long before things are.
    """
    images, rays = batch["images"], batch["rays"]
    eyes, (fine, cells) = images.shape[1], net.features(images, rays)
    lane: tuple[Tensor | None, ...] = (None, None)
    occupied = None
    if number % LANES == 0:
        lane = net.lane((fine, cells), eyes, batch["lane_grid"], batch["lane_known"])
    if number % GROUND == GROUND - 1:
        occupied = net.occupied(cells, eyes, batch["ground_grid"], batch["ground_known"])
    return *net.things(cells, rays), *lane, occupied


def pace(share: float) -> float:
    """The step at a share of the training, against the largest: it grows, then falls on a cosine."""
    if share < WARM:
        return 0.05 + 0.95 * share / WARM
    return LAST + (1.0 - LAST) * 0.5 * (1.0 + math.cos(math.pi * (share - WARM) / (1.0 - WARM)))


def loss_of(net: Net, lessons: Lessons, size: int, part: int = 1) -> float:
    """The mean loss of every `part`-th frame, nothing varied."""
    net.eval()
    frames, total = np.arange(0, len(lessons.given), part), 0.0
    with torch.no_grad():
        for first in range(0, len(frames), size):
            chosen = frames[first : first + size]
            batch = lessons.batch(chosen)
            total += len(chosen) * float(total_of(losses(net(*(batch[name] for name in FED)), batch)))
    return total / max(len(frames), 1)


def saved(path: Path, state: dict[str, Any]) -> None:
    """Write, whole or not at all.

    Raises:
        Trouble: it cannot be written.
    """
    beside = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save(state, beside)
        beside.replace(path)
    except (OSError, RuntimeError) as error:
        raise Trouble(f"cannot be written: {error}", place=str(path), remedy="choose another --out") from error


def loaded(path: Path) -> dict[str, Any]:
    """What was saved.

    Raises:
        BadInput: the file is none of ours.
    """
    try:
        found: dict[str, Any] = torch.load(path, weights_only=True)
    except Exception as error:  # of many kinds: pickles, archives
        raise BadInput(f"is no checkpoint: {type(error).__name__}", place=str(path), remedy="delete it") from error
    return found
