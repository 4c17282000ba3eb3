"""Reads a folder of Argoverse 2 into a recording: a sensor log, or a motion-forecasting scenario."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from aureole.core.errors import BadInput
from aureole.world.logs.argoverse import forecasting, sensor
from aureole.world.logs.argoverse.columns import REMEDY
from aureole.world.logs.argoverse.land import land
from aureole.world.logs.recording import Recording
from aureole.world.logs.tracks import mended

STEP = 0.1  # s


def is_folder(path: Path) -> bool:
    """Whether a folder is one of Argoverse 2."""
    return path.is_dir() and (scenario_in(path) is not None or boxes_in(path) is not None)


def scenario_in(folder: Path) -> Path | None:
    """The table of a motion-forecasting scenario."""
    return next(iter(sorted(folder.glob("scenario_*.parquet"))), None)


def boxes_in(folder: Path) -> Path | None:
    """The table of a sensor log's boxes, with the recorder's own rather than without."""
    return next((folder / name for name in BOXES if (folder / name).is_file()), None)


BOXES = ("annotations.feather", "annotations_with_ego.feather")


def map_in(folder: Path) -> Path:
    """The vector map of a folder.

    Raises:
        BadInput: there is none.
    """
    for pattern in ("log_map_archive_*.json", "log_map_archive_*.json.gz"):
        for home in (folder, folder / "map"):
            found = sorted(home.glob(pattern))
            if found:
                return found[0]
    raise BadInput("holds no map (log_map_archive_*.json)", place=str(folder), remedy=REMEDY)


def files(folder: Path) -> tuple[Path, ...]:
    """Everything that is read of a folder."""
    table = scenario_in(folder)
    if table is not None:
        return table, map_in(folder)
    boxes = boxes_in(folder)
    return (boxes, folder / "city_SE3_egovehicle.feather", map_in(folder)) if boxes is not None else ()


def read(folder: Path) -> Recording:
    """The recording of a folder.

    Raises:
        BadInput: it is none, or a file in it is broken.
        Missing: pyarrow is not installed.
    """
    place, table, boxes = str(folder), scenario_in(folder), boxes_in(folder)
    if table is None and boxes is None:
        what = "no folder of Argoverse 2: no scenario_*.parquet, no annotations.feather"
        raise BadInput(what, place=place, remedy=REMEDY)
    if table is not None:
        tracks, told = forecasting.tracks_of(table)
        own = forecasting.OWN
    else:
        assert boxes is not None  # noqa: S101  # asked above
        tracks, told = sensor.tracks_of(folder, boxes)
        own = sensor.EGO
    made, unused = land(map_in(folder))
    tracks, mends = mended(tracks, STEP, place)
    if own not in tracks.names:
        raise BadInput(f"the recorder's car '{own}' has no track", place=place, remedy=REMEDY)
    ego = tracks.names.index(own)
    last = np.flatnonzero(tracks.present[ego])[-1]
    ticks = tracks.present.shape[1]
    lacks = ("lights", "limits", "heights", "area", *(("sizes",) if table is not None else ()))
    return Recording(
        folder.name, "argoverse2", STEP, made.map, tracks.names, tracks.kind, tracks.size, tracks.present, tracks.xyz,
        tracks.heading, tracks.speed, ego, tracks.xyz[ego, last, :2].copy(), np.zeros((0, ticks), np.int32),
        np.zeros(0, np.int32), lacks, (*told, *unused, *mends, *made.notices),
    )  # fmt: skip
