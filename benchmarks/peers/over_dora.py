"""The relay over dora: its daemon runs the stages as nodes of a dataflow, each word an Arrow array.

`SETTINGS` alone runs the dataflow; `SETTINGS STAGE` is one node of it.
"""

import sys
from pathlib import Path

import dora
import numpy as np
import pyarrow as pa
import yaml
from relay import PATIENCE, Settings, claim, main, read


class Carrier:
    """One stage as a node."""

    def __init__(self, settings: Settings, stage: int) -> None:
        self.node = dora.Node()
        if stage < settings.stages - 1:
            self.buffer = np.zeros(settings.sizes[stage] // 8, np.int64)

    def loan(self) -> np.ndarray:
        """A buffer of our own."""
        return self.buffer

    def send(self) -> None:
        """As an Arrow array over the very buffer."""
        self.node.send_output("word", pa.array(self.buffer))

    def take(self) -> "np.ndarray | None":
        """The next word."""
        while (event := self.node.next(timeout=PATIENCE)) is not None:
            if event["type"] == "INPUT":
                return event["value"].to_numpy()
            if event["type"] not in ("NODE_RESTARTED", "PARAM_UPDATE", "INPUT_CLOSED"):
                break
        return None

    def back(self) -> None:
        """Nothing to give back."""


def dataflow(path: str, settings: Settings) -> str:
    """The path of the dataflow's description."""
    nodes = []
    for stage in range(settings.stages):
        node = {"id": f"stage{stage}", "path": sys.executable, "args": f"{Path(__file__).resolve()} {path} {stage}"}
        if stage < settings.stages - 1:
            node["outputs"] = ["word"]
        if stage > 0:
            node["inputs"] = {"word": {"source": f"stage{stage - 1}/word", "queue_size": 8}}
        nodes.append(node)
    found = Path(settings.folder, "dataflow.yml")
    found.write_text(yaml.safe_dump({"nodes": nodes}))
    return str(found)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        main(Carrier)
    else:
        settings = read(sys.argv[1])
        claim(settings, settings.stages - 1)
        dora.run(dataflow(sys.argv[1], settings))
