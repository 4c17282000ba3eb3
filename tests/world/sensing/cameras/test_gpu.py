"""Cameras on a GPU against the CPU's, in numba's CUDA simulator, in a process of its own."""

import os
import subprocess
import sys

import pytest

SCRIPT = """
import numpy as np
from aureole.core.kinds import Kind
from aureole.kernels import gpu
from aureole.world.sensing.cameras.cuda import pictures_on_gpu
from tests.world.sensing import shown

things = [shown.thing(0, 0, 0), shown.thing(Kind.CAR, 9.0, 1.0),
          shown.thing(Kind.PEDESTRIAN, 8.0, -2.0, 1.0, (0.5, 0.6, 1.8)),
          shown.thing(Kind.CONE, 7.0, 0.0, 0.0, (0.4, 0.4, 0.75))]
for more in ({}, {"samples": 2, "k1": -0.05, "shutter": 0.02}):
    cam, stage, look = shown.camera(32, 18, truth=False, **more), shown.stage([things] * 2), shown.eye(2, speed=9.0)
    here = cam.see(stage, look).image.astype(int)
    there = np.asarray(pictures_on_gpu(cam, stage, look)).astype(int)
    assert np.abs(here - there).max() <= 1, np.abs(here - there).max()
print("same on", gpu.found())
"""


@pytest.mark.slow
def test_the_pictures_of_the_gpu_are_those_of_the_cpu():
    given = os.environ | {"NUMBA_ENABLE_CUDASIM": "1"}
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, env=given, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "same on numba's CUDA simulator" in done.stdout
