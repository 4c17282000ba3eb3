"""Learns to drive made roads by PPO (Schulman et al. 2017) in plain PyTorch; prints its goal rate before and after."""

import argparse
import time
from typing import Any

import gymnasium
import numpy as np
import torch
from torch import Tensor, nn
from torch.distributions import Normal

import aureole.gym

MAPS = ("roundabout", "organic", "rural")
SPAN, KEEP, LAMBDA = 64, 0.99, 0.95  # steps between two updates; discount; of generalised advantages
EPOCHS, PARTS, CLIP, RATE, ENTROPY = 4, 4, 0.2, 1e-3, 1e-3
ENDS = ("arrived", "collision", "off_road", "astray", "late")
SCALE = {  # what fields of an observation are divided by, so that they are about 1
    "own": [10, 5, 0.5, 0.3, 5, 2, 100, 100, 1, 1, 1], "way": [100, 2, 0.5, 10, 60], "route": [20, 10, 1, 1, 10],
    "others": [30, 30, 1, 1, 10, 5, 2, 5],
}  # fmt: skip
Seen = dict[str, Any]


def layers(inputs: int, outputs: int, gain: float) -> nn.Sequential:
    """A small network, orthogonal at first."""
    parts = [nn.Linear(inputs, 64), nn.Linear(64, 64), nn.Linear(64, outputs)]
    for layer, much in zip(parts, (2**0.5, 2**0.5, gain), strict=True):
        nn.init.orthogonal_(layer.weight, much)
    return nn.Sequential(parts[0], nn.Tanh(), parts[1], nn.Tanh(), parts[2])


class Policy(nn.Module):
    """Pedals and steering, normally distributed around a mean; and what is yet to be earned."""

    def __init__(self, space: gymnasium.spaces.Dict) -> None:
        super().__init__()
        self.scale = {name: torch.tensor(SCALE[name]).view(-1, *[1] * (len(space[name].shape) - 1)) for name in space}
        self.others = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 32)) if "others" in space else None
        known = 32 * ("others" in space) + sum(np.prod(space[name].shape) for name in space if name != "others")
        self.mean, self.value = layers(int(known), 2, 0.01), layers(int(known), 1, 1.0)
        self.mean[-1].bias.data[:] = torch.tensor(
            [0.3, 0.0]
        )  # it rolls on at first, so that there is something to learn from
        self.spread = nn.Parameter(torch.full((2,), -1.0))

    def forward(self, seen: Seen) -> tuple[Normal, Tensor]:
        """The distribution of actions (worlds, 2), and values (worlds,)."""
        near = {name: seen[name] / scale for name, scale in self.scale.items()}
        if self.others is not None:  # a set: of each feature the most
            near["others"] = self.others(near["others"].transpose(1, 2)).amax(1)
        known = torch.cat([values.flatten(1) for values in near.values()], 1)
        return Normal(self.mean(known), self.spread.exp()), self.value(known)[:, 0]


def tensors(seen: Seen) -> Seen:
    """An observation for PyTorch, in memory of its own: the next step overwrites the arrays of the environment."""
    return {name: torch.from_numpy(values.copy()) for name, values in seen.items()}


@torch.no_grad()
def outcomes(policy: Policy, options: Seen, worlds: int = 512, seed: int = 10_000) -> dict[str, float]:
    """How one episode in each world of the test split ends, as parts of all, driven by the mean action."""
    env = gymnasium.make_vec(aureole.gym.DRIVE, num_envs=worlds, split="test", **options)
    seen, _ = env.reset(seed=seed)
    running, found = np.ones(worlds, bool), dict.fromkeys(ENDS, 0.0)
    while running.any():
        seen, _, ended, late, info = env.step(policy(tensors(seen))[0].mean.numpy())
        for name in ENDS:
            found[name] += float(info[name][running & (ended | late)].sum()) / worlds
        running &= ~(ended | late)
    return found


@torch.no_grad()
def drive(env: Any, policy: Policy, seen: Seen, over: Any) -> tuple[list[Any], Seen, Any]:
    """SPAN steps in all worlds: rows of (seen, action, log-probability, value, reward, ended, over, valid)."""
    rows = []
    for _ in range(SPAN):
        now = tensors(seen)
        odds, value = policy(now)
        action = odds.sample()
        seen, reward, ended, late, _ = env.step(action.numpy())
        facts = (torch.from_numpy(each) for each in (reward.astype("f4"), ended, ended | late, ~over))
        rows.append((now, action, odds.log_prob(action).sum(1), value, *facts))
        over = ended | late  # what is over begins in the next step, which is no sample
    return rows, seen, over


def advantages(rows: list[Any], following: Tensor) -> Tensor:
    """Generalised advantages (steps, worlds); an episode that time cuts short is worth what would have followed."""
    found, gain = [], torch.zeros_like(following)
    for _, _, _, value, reward, ended, over, _ in reversed(rows):
        gain = reward + KEEP * following * ~ended - value + KEEP * LAMBDA * gain * ~over
        found.append(gain)
        following = value
    return torch.stack(found[::-1])


def learn(policy: Policy, optimiser: torch.optim.Optimizer, rows: list[Any], last: Tensor) -> None:
    """EPOCHS passes over the samples, in random parts."""
    valid = torch.cat([row[7] for row in rows])
    gain = advantages(rows, last).flatten()[valid]
    seen = {name: torch.cat([row[0][name] for row in rows])[valid] for name in rows[0][0]}
    action, chance, value = (torch.cat([row[k] for row in rows])[valid] for k in (1, 2, 3))
    aim, gain = gain + value, (gain - gain.mean()) / (gain.std() + 1e-8)
    for part in (part for _ in range(EPOCHS) for part in torch.randperm(len(gain)).chunk(PARTS)):
        odds, guess = policy({name: values[part] for name, values in seen.items()})
        ratio = (odds.log_prob(action[part]).sum(1) - chance[part]).exp()
        kept = torch.min(ratio * gain[part], ratio.clamp(1 - CLIP, 1 + CLIP) * gain[part]).mean()
        loss = 0.5 * (guess - aim[part]).square().mean() - kept - ENTROPY * odds.entropy().sum(1).mean()
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(policy.parameters(), 0.5)
        optimiser.step()


def main(words: list[str] | None = None) -> tuple[dict[str, float], dict[str, float]]:
    """Learns, and gives the outcomes before and after."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in {"worlds": 256, "updates": 200, "seed": 1, "count": 3, "threads": 2, "traffic": 0.0}.items():
        parser.add_argument(f"--{name}", type=type(usual), default=usual)
    given = parser.parse_args(words)
    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    options = {"maps": MAPS, "count": given.count, "traffic": given.traffic, "neighbours": 8 if given.traffic else 0,
               "points": 0, "threads": given.threads}  # fmt: skip
    env = gymnasium.make_vec(aureole.gym.DRIVE, num_envs=given.worlds, split="train", **options)
    policy, over = Policy(env.single_observation_space), np.zeros(given.worlds, bool)
    before, begin = outcomes(policy, options), time.perf_counter()
    optimiser = torch.optim.Adam(policy.parameters(), RATE, eps=1e-5)
    rate = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.05, given.updates)
    seen, _ = env.reset(seed=given.seed * 1_000_000)
    for update in range(1, given.updates + 1):
        rows, seen, over = drive(env, policy, seen, over)
        learn(policy, optimiser, rows, policy(tensors(seen))[1].detach())
        rate.step()
        if update % 10 == 0:
            count, reward = update * SPAN * given.worlds / 1e6, torch.stack([row[4] for row in rows]).mean().item()
            print(f"{count:6.2f} M steps {time.perf_counter() - begin:5.0f} s  reward a step {reward:7.4f}", flush=True)
    print(f"learnt for {time.perf_counter() - begin:.0f} s; on maps of the test split:")
    after = outcomes(policy, options)
    for when, ends in (("before", before), ("after", after)):
        print(f"{when:>7}: goal rate {ends['arrived']:.3f} of {', '.join(f'{k} {v:.3f}' for k, v in ends.items())}")
    return before, after


if __name__ == "__main__":
    main()
