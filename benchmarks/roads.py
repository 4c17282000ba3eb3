"""What it costs to read a town, and to find a point on it.

    python benchmarks/roads.py [--json]

Needs the public data (AUREOLE_DATA, default ../shared/data). For each map: kilometres of road, lanes, pieces; seconds
to read it (median of five, the maps interleaved, its text already unpacked on disk), memory at its most in a process
that reads it alone, and microseconds to find a point on the map without a hint (2000 points beside its roads).
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from aureole.world.roads import queries
from aureole.world.roads.reading.opendrive import Map, read_map

DATA = Path(os.environ.get("AUREOLE_DATA", "../shared/data"))
MAPS = (
    "odr-carla-towns/Town01.xodr.gz",
    "odr-carla-towns/Town02.xodr.gz",
    "odr-carla-towns/Town04.xodr.gz",
    "odr-carla-towns/Town10HD.xodr.gz",
    "odr-liboped/libOpenDRIVE_test.xodr.gz",
    "osc-asam-examples/Databases/SampleDatabase.xodr.gz",
    "osc-esmini/xodr/fabriksgatan.xodr",
    "osc-esmini/xodr/e6mini.xodr",
)
RUNS = 5
POINTS = 2000
COLUMNS = {"km": 8, "roads": 7, "lanes": 7, "pieces": 8, "read_s": 9, "peak_mb": 9, "find_us": 9}


def unpacked(name: str, folder: Path) -> Path:
    """The map as a plain file."""
    path = DATA / name
    if path.suffix != ".gz":
        return path
    plain = folder / path.name.removesuffix(".gz")
    plain.write_bytes(gzip.decompress(path.read_bytes()))
    return plain


def seconds(path: Path) -> float:
    """To read a map once."""
    started = time.perf_counter()
    read_map(path)
    return time.perf_counter() - started


def peak(path: Path) -> float:
    """MB at most of a process that only reads the map; a process of Linux alone knows its own (`VmHWM`)."""
    if not Path("/proc/self/status").exists():
        return float("nan")
    code = "import sys; from aureole.world.roads.reading.opendrive import read_map; read_map(sys.argv[1])"
    code += "; print(*(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    found = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    return int(found.stdout) / 1024


def finding(map_: Map) -> float:
    """Microseconds to find one point near the roads without a hint; the kernels are warm."""
    road = map_.road
    share = np.modf(np.arange(POINTS) * 0.6180339887498949)[0]  # the golden ratio spreads evenly
    ends = np.concatenate([[0.0], np.cumsum(road.road_length)])
    at = share * ends[-1]
    r = np.searchsorted(ends, at, side="right") - 1
    xy = queries.to_world(road, r, at - ends[r], 6.0 * np.modf(share * 1000.0)[0] - 3.0)[:, :2]
    queries.locate(road, xy[:1])
    started = time.perf_counter()
    queries.locate(road, xy)
    return (time.perf_counter() - started) / POINTS * 1e6


def main() -> None:
    """Measure and print."""
    if not DATA.is_dir():
        print(f"no public data at {DATA}: set AUREOLE_DATA", file=sys.stderr)
        raise SystemExit(3)
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: unpacked(name, Path(folder)) for name in MAPS}
        runs = [{name: seconds(path) for name, path in paths.items()} for _ in range(RUNS)]
        for name, path in paths.items():
            map_ = read_map(path)
            road = map_.road
            found[path.stem] = {
                "km": float(road.road_length.sum()) / 1000.0,
                "roads": len(road.road_length),
                "lanes": int((road.lane_id != 0).sum()),
                "pieces": len(road.piece_s),
                "read_s": statistics.median(run[name] for run in runs),
                "peak_mb": peak(path),
                "find_us": finding(map_),
            }
    if "--json" in sys.argv:
        print(json.dumps({"benchmark": "roads", "cores": os.cpu_count(), "maps": found}))
        return
    print(f"{'map':<20}" + "".join(f"{name:>{size}}" for name, size in COLUMNS.items()))
    for name, row in found.items():
        cells = (
            f"{row[key]:>{size}.{0 if key in {'roads', 'lanes', 'pieces'} else 3}f}" for key, size in COLUMNS.items()
        )
        print(f"{name:<20}" + "".join(cells))


if __name__ == "__main__":
    main()
