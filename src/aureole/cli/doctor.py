"""`aureole doctor`: what this machine can do, and what it lacks."""

from __future__ import annotations

import json as plain
import shutil
import time
from importlib import metadata

from aureole.cli import given
from aureole.core.errors import Trouble


def doctor(*, warm: bool = False, json: bool = False, lang: str = "") -> int:
    """Tell versions, CPU, memory, the kernel cache, and what is missing.

    Args:
        warm: compile the kernels of drives, exams and the batched world now, by using each once.
        json: print JSON.
        lang: zh or en.
    """
    lang = given.language(lang)
    import psutil

    from aureole.kernels import gpu
    from aureole.kernels.compiled import CACHED, cached_at
    from aureole.runtime.facilities.claims import told
    from aureole.runtime.machine import fingerprint

    found = {
        **fingerprint(),
        "cores": str(psutil.cpu_count()),
        "memory_gib": f"{psutil.virtual_memory().total / 2**30:.1f}",
        "kernel_cache": str(cached_at().parent) if CACHED else "cannot be written: kernels are compiled in each run",
        "gpu": gpu.found() or "not found: only batches on a GPU need one, with the extra [gpu]",
        "zenoh": _version("eclipse-zenoh") or "not found: only a car of several chips needs it, with the extra [net]",
        "chromium": shutil.which("chromium")
        or shutil.which("google-chrome")
        or "not found: only `make pictures` needs it",
        **told(lang),
    }
    if warm:
        from aureole.cli.work import warming
        from aureole.exam.examine import Drive, driven

        started = time.perf_counter()
        batches = warming.beside()
        warming.ahead(lambda: None)
        for driver in ("rules", "passive"):
            driven(
                [Drive(given.case_of("", []), 0)], given.setup(driver, None, step=0.01, timeout=1.0, order="", ego=None)
            )
        if batches.wait() != 0:
            raise Trouble("the batched world's kernels could not be compiled", remedy="what it said stands above")
        found["warmed_in_s"] = f"{time.perf_counter() - started:.1f}"
    if json:
        print(plain.dumps(found, ensure_ascii=False, indent=1))
    else:
        width = max(map(len, found))
        print("\n".join(f"{key:<{width}}  {value}" for key, value in found.items()))
    return 0


def _version(package: str) -> str:
    """Of an installed package; empty if it is not."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
