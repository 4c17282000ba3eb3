"""Peers from PyPI, each in an environment of its own that lasts as long as the measurement."""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path

from nerves.running import PEERS


def install(folder: Path, names: list[str]) -> tuple[dict[str, Path], dict[str, str], dict[str, str]]:
    """The Python of each peer, the version of each, and why one is not there."""
    pythons, versions, wrong = {}, {}, {}
    for name in names:
        home, packages = folder / name, PEERS[name][1]
        try:
            venv.create(home, with_pip=True)
            python = home / "bin/python"
            _run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *packages])
            ask = f"import importlib.metadata as m; print(m.version({packages[0]!r}))"
            versions[name] = _run([python, "-c", ask]).strip()
            pythons[name] = python
        except (OSError, subprocess.CalledProcessError) as error:
            said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
            wrong[name] = f"cannot be installed: {said[-1] if said else error}"
    return pythons, versions, wrong


def _run(command: list[object]) -> str:
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout
