"""What this machine computes with: same fingerprint, same bits."""

import hashlib
import platform
from importlib.metadata import PackageNotFoundError, version

import numpy as np


def fingerprint() -> dict[str, str]:
    """Versions, processor and C library; a drive gives the same digest on every machine with the same fingerprint."""
    from aureole.kernels.cache import host  # beside the compiler, which those who only read need not load

    name, _, features = host().partition(" ")
    library = " ".join(part for part in platform.libc_ver() if part) or platform.mac_ver()[0] or platform.version()
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "numba": _version("numba"),
        "llvmlite": _version("llvmlite"),
        "onnxruntime": _version("onnxruntime"),
        "platform": f"{platform.system()} {platform.machine()}",
        "cpu": f"{name} {hashlib.blake2b(features.encode(), digest_size=8).hexdigest()}",
        "libc": library,
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
