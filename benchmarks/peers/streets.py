"""libsumo: traffic alone on a grid of streets, nothing observed; prints agent-steps per processor second."""

import subprocess
import tempfile
import time
from pathlib import Path

import libsumo
import sumo

STEPS = 600
with tempfile.TemporaryDirectory() as folder:
    net, demand = Path(folder) / "grid.net.xml", Path(folder) / "grid.rou.xml"
    tool = Path(sumo.SUMO_HOME) / "bin" / "netgenerate"
    command = [tool, "--grid", "--grid.number=5", "--grid.length=100", "-L", "2", "-o", net]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    flows = [
        f'<flow id="f{a}{b}" begin="0" end="120" vehsPerHour="600" from="{a}0{a}1" to="{b}3{b}4" departLane="best"/>'
        for a in "ABCDE" for b in "ABCDE"
    ]  # fmt: skip
    demand.write_text("<routes>" + "".join(flows) + "</routes>")
    libsumo.start(["sumo", "-n", str(net), "-r", str(demand), "--step-length", "0.1", "--no-step-log", "-W"])
    for _ in range(300):
        libsumo.simulationStep()
    moved, started = 0, time.process_time()
    for _ in range(STEPS):
        libsumo.simulationStep()
        moved += libsumo.vehicle.getIDCount()
    print(moved / (time.process_time() - started))
    libsumo.close()
