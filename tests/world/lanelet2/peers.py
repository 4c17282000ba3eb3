"""Run by another Python, which has commonroad-io or lanelet2: prints what they read of files as JSON.

PYTHON peers.py commonroad FILE…    lanelets, adjacency, followers, and every state of every obstacle
PYTHON peers.py lanelet2 FILE…      lanelets in the UTM grid of the first node, and who follows whom
"""

import gzip
import json
import re
import sys
import tempfile
from pathlib import Path


def unpacked(path, folder, ending):
    data = Path(path).read_bytes()
    name = Path(folder) / f"{Path(path).name.removesuffix('.gz').removesuffix(ending)}{ending}"
    name.write_bytes(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)
    return str(name)


def commonroad(path):
    from commonroad.common.file_reader import CommonRoadFileReader

    scenario, problems = CommonRoadFileReader(path).open()
    lanes = {
        str(lane.lanelet_id): {
            "left": lane.left_vertices[:, :2].tolist(), "right": lane.right_vertices[:, :2].tolist(),
            "after": [str(name) for name in lane.successor],
            "beside": [[str(lane.adj_left or ""), lane.adj_left_same_direction is not False],
                       [str(lane.adj_right or ""), lane.adj_right_same_direction is not False]],
        } for lane in scenario.lanelet_network.lanelets
    }  # fmt: skip
    tracks = {}
    for obstacle in scenario.obstacles:
        states = [obstacle.initial_state]
        prediction = getattr(obstacle, "prediction", None)
        if prediction is not None and hasattr(prediction, "trajectory"):
            states += prediction.trajectory.state_list
        tracks[str(obstacle.obstacle_id)] = {
            "size": [obstacle.obstacle_shape.length, obstacle.obstacle_shape.width],
            "states": [[s.time_step, *map(float, s.position), float(s.orientation), float(getattr(s, "velocity", 0.0))]
                       for s in states],
        }  # fmt: skip
    starts = {
        str(name): [*map(float, p.initial_state.position), p.initial_state.orientation, p.initial_state.velocity]
        for name, p in problems.planning_problem_dict.items()
    }
    return {"lanes": lanes, "tracks": tracks, "starts": starts, "step": scenario.dt}


def lanelet2(path):
    import lanelet2 as peer
    from lanelet2.io import Origin
    from lanelet2.projection import UtmProjector

    text = Path(path).read_text()
    first = re.search(r"<node .*?>", text)[0]
    lat, lon = (float(re.search(rf"{key}=['\"]([-+0-9.eE]+)", first)[1]) for key in ("lat", "lon"))
    found, _ = peer.io.loadRobust(path, UtmProjector(Origin(lat, lon)))
    lanes = {str(lane.id): lane for lane in found.laneletLayer}
    return {
        name: {
            "left": [[p.x, p.y] for p in lane.leftBound], "right": [[p.x, p.y] for p in lane.rightBound],
            "after": [other for other, next_ in lanes.items() if peer.geometry.follows(lane, next_)],
        } for name, lane in lanes.items()
    }  # fmt: skip


if __name__ == "__main__":
    reader, ending = {"commonroad": (commonroad, ".xml"), "lanelet2": (lanelet2, ".osm")}[sys.argv[1]]
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps([reader(unpacked(path, folder, ending)) for path in sys.argv[2:]]))
