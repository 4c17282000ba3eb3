"""Runs every benchmark, one after the other, in its short form or whole, and says at the end what became of each.

    python tools/bench.py [--whole] [--limit SECONDS] [NAME ...]

A short form shows that a benchmark runs and what it prints; figures worth keeping come of whole ones on a machine at
rest. One that fails or takes longer than the limit does not keep the others from running. Exit code 3 of a benchmark
says that this machine lacks something (data, a browser). Ends with 1 if one failed, else with 0.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent.parent / "benchmarks"
LACKS = 3  # exit code: this machine lacks something
LIMIT = 600.0  # s; of one short form
SHORT = {
    "aeb": "--short --rounds 1",
    "annex": "--cases 2",
    "camera": "--alone --rounds 1",
    "chain": "--short --rounds 1",
    "frame": "--short --rounds 1",
    "perceived": "--cases 2 --jobs 1",
    "perceived_tables": "table --of 2 --timeout 15 --drivers rules --jobs 1",
    "perception": "--rounds 20",
    "periodic": "--short --rounds 1",
    "permutations": "AEB_C2C_2023",
    "recovery": "--short --rounds 1",
    "references": "ncap",
    "search": "half --seeds 3",
    "situations": "--seeds 1",
    "topics": "--short",
}
"""What makes a benchmark short, by its name; who is not here is short."""
WHOLE_ONLY = {"published": "drives 29,970 cases with each of five drivers: python benchmarks/published.py"}
"""Those that have no short form, and why."""
NEEDS = {"alks": "reads the folder of an exam: python benchmarks/alks.py DIR"}
"""Those that nothing can be measured with alone."""


class Ran(NamedTuple):
    """What became of one benchmark."""

    name: str
    seconds: float
    fate: str
    failed: bool


def names() -> list[str]:
    """Every benchmark there is."""
    return sorted(path.stem for path in FOLDER.glob("*.py"))


def run(name: str, words: list[str], limit: float, folder: Path) -> Ran:
    """One benchmark with all its processes, to its end or the end of its time."""
    print(f"== benchmarks/{name}.py {' '.join(words)}", flush=True)
    began = time.monotonic()  # noqa: TID251  # told to people, as the command line does
    call = [sys.executable, str(folder / f"{name}.py"), *words]
    process = subprocess.Popen(call, start_new_session=True)  # noqa: S603  # our own scripts
    try:
        code = process.wait(limit or None)
    except subprocess.TimeoutExpired:
        code = None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    fates = {0: "ran", LACKS: "left out: this machine lacks something, see above", None: f"stopped after {limit:.0f} s"}
    spent = time.monotonic() - began  # noqa: TID251
    return Ran(name, spent, fates.get(code, f"failed with {code}"), code not in {0, LACKS})


def main() -> int:
    """Run them, tell, and say whether one failed."""
    parser = argparse.ArgumentParser(description="Runs the benchmarks.")
    parser.add_argument("names", nargs="*", choices=[[], *names()], metavar="NAME")
    parser.add_argument("--whole", action="store_true", help="as each runs by itself; takes hours")
    parser.add_argument("--limit", type=float, default=None, help="seconds for each; 0: none")
    given = parser.parse_args()
    limit = given.limit if given.limit is not None else 0.0 if given.whole else LIMIT
    left = NEEDS if given.whole else NEEDS | WHOLE_ONLY
    found = []
    for name in given.names or names():
        if name in left:
            found.append(Ran(name, 0.0, f"left out: {left[name]}", failed=False))
        else:
            found.append(run(name, [] if given.whole else SHORT.get(name, "").split(), limit, FOLDER))
    print(f"\n{'benchmark':<18}{'seconds':>9}")
    for one in found:
        print(f"{one.name:<18}{one.seconds:>9.0f}  {one.fate}")
    return int(any(one.failed for one in found))


if __name__ == "__main__":
    sys.exit(main())
