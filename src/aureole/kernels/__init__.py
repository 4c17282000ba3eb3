"""How a formula becomes machine code: a typed decorator, a cache on disk, a warm-up."""

from aureole.kernels.compiled import device, kernel

__all__ = ["device", "kernel"]
