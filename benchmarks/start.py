"""How soon the first word comes, how much is installed, how much memory a drive takes.

    python benchmarks/start.py [--json]

Medians of seven runs of the installed command, kernels warm.
"""

from __future__ import annotations

import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path

RUNS = 7
COMMAND = [sys.executable, "-m", "aureole"]


def seconds(arguments: list[str], *, first_text: bool = False) -> float:
    """Wall-clock seconds until the end, or until the first byte on standard output."""
    started = time.perf_counter()
    with subprocess.Popen(COMMAND + arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        first = time.perf_counter() - started
        process.stdout.read()
        process.wait()
    return first if first_text else time.perf_counter() - started


def installed(name: str, seen: set[str]) -> int:
    """Bytes on disk of a distribution and of all it needs, byte-code included."""
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in seen:
        return 0
    seen.add(key)
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return 0
    total = 0
    for file in found.files or ():
        path = Path(str(found.locate_file(file)))
        if path.is_file():
            total += path.stat().st_size
    for need in found.requires or ():
        if "extra ==" not in need:
            total += installed(re.split(r"[ ;<>=!~\[(]", need, maxsplit=1)[0], seen)
    return total


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        drive = ["drive", "cut-in", "--out", folder]
        seconds(drive)  # warm the kernels and the disk cache
        figures = {
            "help_s": statistics.median(seconds(["--help"]) for _ in range(RUNS)),
            "first_text_s": statistics.median(seconds(drive, first_text=True) for _ in range(RUNS)),
            "whole_drive_s": statistics.median(seconds(drive) for _ in range(RUNS)),
        }
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    figures["resident_mb"] = peak / (1024 if sys.platform != "darwin" else 1024 * 1024)
    figures["installed_mb"] = installed("aureole", set()) / 1e6
    if "--json" in sys.argv:
        print(json.dumps({"benchmark": "start", "cores": os.cpu_count(), **figures}))
        return
    aims = {"help_s": 0.3, "first_text_s": 1.0, "resident_mb": 600.0, "installed_mb": 520.0}
    print(f"{'figure':<16}{'measured':>12}{'aim':>10}")
    for name, value in figures.items():
        aim = f"{aims[name]:g}" if name in aims else ""
        print(f"{name:<16}{value:>12.3f}{aim:>10}")


if __name__ == "__main__":
    main()
