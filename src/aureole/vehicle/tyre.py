"""Lateral force of an axle: linear in the slip, or saturating like a brush."""

from __future__ import annotations

from aureole.kernels import device


@device
def brush(slip: float, stiffness: float, grip: float) -> float:
    """Lateral force (N) at tan(slip angle) `slip`, cornering stiffness (N/rad), largest force `grip` (N).

    Fiala's brush with one friction value (Pacejka, Tire and Vehicle Dynamics, 3rd ed., §3.2.1; recalled): starts with
    the slope of the linear tyre, bends over, and stays at the grip from tan(slip angle) = 3 grip / stiffness on.
    """
    if grip <= 0.0:
        return 0.0
    z = stiffness * slip / grip
    if z >= 3.0:
        return -grip
    if z <= -3.0:
        return grip
    return -grip * z * (1.0 - abs(z) / 3.0 + z * z / 27.0)


@device
def linear(slip: float, stiffness: float) -> float:
    """Lateral force (N) of the linear tyre, which never lets go."""
    return -stiffness * slip
