"""Noise of the sensor: how it is distributed, and that it is that of the lens's path too."""

from statistics import NormalDist

import numpy as np

from aureole.kernels import kernel
from aureole.world.sensing.cameras.finish import QUANTILES, bell
from tests.world.sensing import shown as look


@kernel
def belled(found):
    """Every quantile."""
    for k in range(len(found)):
        found[k] = bell(np.int32(k))


def test_quantiles_of_noise_are_those_of_the_normal_distribution():
    found = np.zeros(QUANTILES, np.float32)
    belled(found)
    wanted = np.array([NormalDist().inv_cdf((k + 0.5) / QUANTILES) for k in range(QUANTILES)])
    off = np.abs(found - wanted)
    assert off.max() < 0.03
    assert np.sqrt((off**2).mean()) < 0.005
    assert (np.diff(found) > 0.0).all()
    assert np.allclose(found, -found[::-1], atol=1e-5)


def test_noise_of_pictures_has_the_mean_and_the_spread_that_are_described():
    stage, eye = look.stage([[look.thing(0, 0, 0)]] * 40), look.eye(worlds=40)
    key, tick = np.arange(40, dtype=np.uint64), np.full(40, 3)
    clean = look.camera(64, 36, truth=False).see(stage, eye).image.astype(float)
    noisy = look.camera(64, 36, truth=False, noise=0.02).see(stage, eye, keys=key, ticks=tick).image.astype(float)
    off = noisy - clean
    wanted = 255.0 * 0.02 * np.sqrt(0.25 + clean / 255.0)
    assert abs(off.mean()) < 0.05
    assert abs(off.std() / np.sqrt((wanted**2).mean() + 2.0 / 12.0) - 1.0) < 0.02  # bytes are rounded, both of them
    assert abs(np.corrcoef(off[..., 0].ravel(), off[..., 1].ravel())[0, 1]) < 0.02
    assert abs(np.corrcoef(off[:, :, 1:].ravel(), off[:, :, :-1].ravel())[0, 1]) < 0.02
    assert abs(np.corrcoef(off[:-1].ravel(), off[1:].ravel())[0, 1]) < 0.02
