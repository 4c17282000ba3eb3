"""Learns to drive generated roads by proximal policy optimisation (Schulman et al. 2017), in plain PyTorch.

    pip install 'aureole[gym]' torch
    python examples/ppo.py

Trains on made maps of the training split, and prints the goal rate on maps and seeds of the test split, before and after.
"""

import argparse
import time
from collections.abc import Callable

import gymnasium
import numpy as np
import torch
from torch import Tensor, nn

import aureole.gym

SEES = {"route": 8, "neighbours": 8, "points": 0}  # sizes of the observation
MAPS = ("roundabout", "organic", "rural")
SPAN, KEEP, LAMBDA = 64, 0.99, 0.95  # steps between two updates; discount; of generalised advantages
EPOCHS, PARTS, CLIP, RATE, ENTROPY = 3, 8, 0.2, 7e-4, 1e-3
SCALE = {  # what fields of the observation are divided by, so that they are about 1
    "own": [10, 5, 0.5, 0.3, 5, 2, 100, 100, 1, 1, 1], "way": [100, 2, 0.5, 10, 60],
    "route": [20, 10, 1, 1, 10], "others": [30, 30, 1, 1, 10, 5, 2, 5],
}  # fmt: skip


class Policy(nn.Module):
    """Pedals and steering, normally distributed around a mean; and what is yet to be earned."""

    def __init__(self) -> None:
        super().__init__()
        self.scale = {name: 1.0 / torch.tensor(values) for name, values in SCALE.items()}
        self.others = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 32))  # neighbours are a set: the most
        self.body = nn.Sequential(
            nn.Linear(11 + 5 + 5 * SEES["route"] + 32, 128), nn.Tanh(), nn.Linear(128, 128), nn.Tanh()
        )
        self.mean, self.value = nn.Linear(128, 2), nn.Linear(128, 1)
        self.spread = nn.Parameter(torch.full((2,), -1.0))
        nn.init.orthogonal_(self.mean.weight, 0.01)

    def forward(self, seen: dict[str, Tensor]) -> tuple[torch.distributions.Normal, Tensor]:
        """The distribution of actions (worlds, 2), and values (worlds,)."""
        route = (seen["route"] * self.scale["route"][:, None]).flatten(1)
        others = self.others((seen["others"] * self.scale["others"][:, None]).transpose(1, 2)).amax(1)
        inner = self.body(
            torch.cat([seen["own"] * self.scale["own"], seen["way"] * self.scale["way"], route, others], 1)
        )
        return torch.distributions.Normal(self.mean(inner), self.spread.exp()), self.value(inner)[:, 0]


def tensors(seen: dict[str, np.ndarray]) -> dict[str, Tensor]:
    """An observation for PyTorch: of arrays of its own, for the next step overwrites these."""
    return {name: torch.from_numpy(values.copy()) for name, values in seen.items()}


@torch.no_grad()
def goal_rate(policy: Policy, options: dict, worlds: int = 512, seed: int = 10_000) -> dict[str, float]:
    """How one episode in each world ends, as parts of all, driven by the mean action."""
    env = gymnasium.make_vec(aureole.gym.DRIVE, num_envs=worlds, split="test", **options)
    seen, _ = env.reset(seed=seed)
    running, found = np.ones(worlds, bool), dict.fromkeys(("arrived", "collision", "off_road", "astray", "late"), 0.0)
    while running.any():
        seen, _, ended, late, info = env.step(policy(tensors(seen))[0].mean.numpy())
        for name in found:
            found[name] += float(info[name][running & (ended | late)].sum()) / worlds
        running &= ~(ended | late)
    env.close()
    return found


@torch.no_grad()
def drive(env: gymnasium.vector.VectorEnv, policy: Policy, seen: dict, over: np.ndarray) -> tuple:
    """SPAN steps in all worlds: (what was seen, actions, their log-probabilities, values, rewards, ends, valid)."""
    rows = []
    for _ in range(SPAN):
        now = tensors(seen)
        odds, value = policy(now)
        action = odds.sample()
        seen, reward, ended, late, _ = env.step(action.numpy())
        chance = odds.log_prob(action).sum(1)
        rows.append((now, action, chance, value, torch.tensor(reward, dtype=torch.float32), torch.tensor(ended),
                     torch.tensor(ended | late), torch.tensor(~over)))  # fmt: skip
        over = ended | late  # the next step only begins anew there: no sample
    last = policy(tensors(seen))[1]
    return rows, last, seen, over


def advantages(rows: list, last: Tensor) -> Tensor:
    """Generalised advantage estimates (steps, worlds); an episode that is cut short by time is worth what follows."""
    found, sum_, following = [], torch.zeros_like(last), last
    for _, _, _, value, reward, ended, over, _ in reversed(rows):
        sum_ = reward + KEEP * following * ~ended - value + KEEP * LAMBDA * sum_ * ~over
        found.append(sum_)
        following = value
    return torch.stack(found[::-1])


def learn(policy: Policy, optimiser: torch.optim.Optimizer, rows: list, last: Tensor) -> None:
    """EPOCHS passes over the samples in random parts."""
    gain = advantages(rows, last)
    valid = torch.stack([row[7] for row in rows]).flatten()
    seen = {name: torch.cat([row[0][name] for row in rows])[valid] for name in SCALE}
    action, chance, value = (torch.cat([row[k] for row in rows])[valid] for k in (1, 2, 3))
    gain = gain.flatten()[valid]
    aim = gain + value
    gain = (gain - gain.mean()) / (gain.std() + 1e-8)
    for _ in range(EPOCHS):
        for part in torch.randperm(len(gain)).chunk(PARTS):
            odds, guess = policy({name: values[part] for name, values in seen.items()})
            ratio = (odds.log_prob(action[part]).sum(1) - chance[part]).exp()
            kept = torch.min(ratio * gain[part], ratio.clamp(1 - CLIP, 1 + CLIP) * gain[part]).mean()
            loss = -kept + 0.5 * (guess - aim[part]).pow(2).mean() / 10 - ENTROPY * odds.entropy().sum(1).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(policy.parameters(), 0.5)
            optimiser.step()


def train(options: dict, *, worlds: int, updates: int, seed: int, say: Callable[[str], None] = print) -> Policy:
    """A policy that has learnt for so many updates."""
    torch.manual_seed(seed)
    policy = Policy()
    optimiser = torch.optim.Adam(policy.parameters(), RATE, eps=1e-5)
    rate = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.1, updates)
    env = gymnasium.make_vec(aureole.gym.DRIVE, num_envs=worlds, split="train", **options)
    seen, _ = env.reset(seed=seed * 1_000_000)
    over, begin = np.zeros(worlds, bool), time.perf_counter()
    for update in range(1, updates + 1):
        rows, last, seen, over = drive(env, policy, seen, over)
        learn(policy, optimiser, rows, last)
        rate.step()
        if update % 10 == 0:
            steps, seconds = update * SPAN * worlds, time.perf_counter() - begin
            reward = torch.stack([row[4] for row in rows]).mean().item()
            say(f"{steps / 1e6:5.1f} M steps, {seconds:4.0f} s, reward a step {reward:6.3f}")
    env.close()
    return policy


def main() -> None:
    """Before, learning, after."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=1024)
    parser.add_argument("--updates", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--traffic", type=float, default=0.0, help="vehicles for each km of lane")
    given = parser.parse_args()
    torch.set_num_threads(2)
    options = {"maps": MAPS, "count": 3, "traffic": given.traffic, "threads": 2, **SEES}
    torch.manual_seed(given.seed)
    before = goal_rate(Policy(), options)
    begin = time.perf_counter()
    policy = train(options, worlds=given.worlds, updates=given.updates, seed=given.seed)
    seconds = time.perf_counter() - begin
    after = goal_rate(policy, options)
    print(f"learnt for {seconds:.0f} s; on test maps:")
    for when, ends in (("before", before), ("after", after)):
        print(f"{when:>7}: goal rate {ends['arrived']:.3f}  " + "  ".join(f"{k} {v:.3f}" for k, v in ends.items() if v))


if __name__ == "__main__":
    main()
