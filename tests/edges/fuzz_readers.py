"""A fuzz target for atheris (libFuzzer for Python): both readers on mutated and on raw files.

    python tests/edges/fuzz_readers.py FOLDER -runs=N -seed=1 [any option of libFuzzer]

FOLDER is written in. Ends with an error and a file crash-* when a reader raises anything but a refusal with a place.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
from pathlib import Path

os.environ["NUMBA_DISABLE_JIT"] = "1"  # readers only; instrumented code is not for numba

import atheris

with atheris.instrument_imports(include=["aureole.world.roads.reading", "aureole.world.scenarios"]):
    from tests.edges.mutations import MAPS, ROOM, SCENARIOS, mutated
    from tests.edges.readings import refused

MEMORY = 2_000_000_000  # bytes of this process's own; libFuzzer's limit reads the peak of whoever started it, too
SEEDS = [*SCENARIOS, *MAPS]


class Target:
    """Turns the fuzzer's bytes into a file and has it read."""

    def __init__(self, folder: Path) -> None:
        self.seeds = [path.read_bytes() for path in SEEDS]
        self.paths = [folder / path.parent.name / f"fuzz-{path.name}" for path in SEEDS]
        for name in ("cast", "maps", "embedded"):
            shutil.copytree(ROOM / name, folder / name, dirs_exist_ok=True)

    def __call__(self, data: bytes) -> None:
        """One file: raw bytes one time in four, else a real file with things wrong."""
        given = atheris.FuzzedDataProvider(data)
        chosen = given.ConsumeIntInRange(0, len(SEEDS) - 1)
        if given.ConsumeIntInRange(0, 3) == 0:
            text = given.ConsumeBytes(len(data))
        else:
            text = mutated(self.seeds[chosen], lambda count: given.ConsumeIntInRange(0, count - 1))
        self.paths[chosen].write_bytes(text)
        refused(self.paths[chosen])


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))  # what is over it is a MemoryError, which is a finding
    target = Target(Path(sys.argv[1]))
    atheris.Setup([sys.argv[0], *sys.argv[2:]], target)
    atheris.Fuzz()
