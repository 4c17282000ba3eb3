"""The GPU's formulas against the CPU's, in numba's CUDA simulator, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from aureole.kernels import gpu

SCRIPT = """
import numpy as np
from aureole.kernels import gpu
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.traffic.batch import Batch
from aureole.world.traffic.cuda import OnGpu
from aureole.world.traffic.ground.compiling import ground_of
from aureole.world.traffic.sizes import Sizes
from aureole.world.traffic.state import Agents
from tests.world.traffic import scenes
import aureole, pathlib

path = pathlib.Path(aureole.__file__).parent / "world/scenarios/maps/rural.xodr"
ground = ground_of(read_map(path).road, 12, spacing=8.0)
cpu = Batch(ground, scenes.placed(ground, 3, 6), Sizes(3, 12))
there = OnGpu(Batch(ground, scenes.placed(ground, 3, 6), Sizes(3, 12)))
for k in range(3):
    actions = scenes.pushed(cpu.agents, k)
    seen, flags = cpu.step(actions)
    seen_there, flags_there = there.step(actions)
    for one, other in zip((*cpu.agents, *flags, *seen), (*there.tables.agents, *flags_there, *seen_there), strict=True):
        assert np.abs(one.astype(float) - other.astype(float)).max(initial=0.0) < 1e-9 * max(1.0, np.abs(one).max())
print("same on", gpu.found())
"""

BRAINS = """
import pathlib, tempfile
import numpy as np
from aureole.kernels import gpu
from aureole.world.traffic.cuda import OnGpu
from aureole.world.traffic.demand.demand import Demand
from aureole.world.traffic.demand.drawing import Start
from aureole.world.traffic.demand.learners import Learners
from aureole.world.traffic.site import batch_of, site_of
from aureole.world.traffic.sizes import Sizes
from tests.world.traffic.maps import crossing

site = site_of(crossing(pathlib.Path(tempfile.mkdtemp())), 12)
start = Start(Demand(density=25.0, walkers=1), Learners(1))
cpu, there = (batch_of(site, start, 2, sizes=Sizes(3, 12)) for _ in range(2))
there = OnGpu(there)
actions = np.full((*cpu.agents.x.shape, 2), (1.0, 0.02))
for k in range(6):
    seen, flags = cpu.step(actions)
    seen_there, flags_there = there.step(actions)
    for one, other in zip((*cpu.agents, *flags, *seen), (*there.tables.agents, *flags_there, *seen_there), strict=True):
        assert np.abs(one.astype(float) - other.astype(float)).max(initial=0.0) < 1e-9 * max(1.0, np.abs(one).max())
assert (cpu.agents.lane[:, 0] >= 0).all()
print("same on", gpu.found())
"""


@pytest.mark.parametrize("script", [SCRIPT, BRAINS], ids=["boxes", "brains"])
def test_the_formulas_of_the_gpu_are_those_of_the_cpu(script):
    pytest.importorskip("numba.cuda", reason="this numba has no CUDA target and no simulator of it")
    root = Path(__file__).parents[3]
    env = {**os.environ, "NUMBA_ENABLE_CUDASIM": "1", "PYTHONPATH": f"{root / 'src'}:{root}"}
    line = [sys.executable, "-W", "ignore", "-c", script]
    told = subprocess.run(line, env=env, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr[-2000:]
    assert "same on numba's CUDA simulator" in told.stdout


@pytest.mark.skipif(bool(gpu.found()), reason="there is a GPU here")
def test_without_a_gpu_it_is_missing_by_name():
    with pytest.raises(gpu.Missing, match="no GPU"):
        gpu.over(print)
