"""Cameras on a GPU: the same formulas as on the CPU; a block is an image, a thread one of its rows.

Held against the CPU in numba's simulator only: on a GPU products and sums may be fused, so that last places differ.
"""

from __future__ import annotations

import numpy as np

from aureole.core.errors import Unsupported
from aureole.core.notes import Uint8
from aureole.kernels import gpu
from aureole.world.sensing.cameras.finish import finish_row, glare_row
from aureole.world.sensing.cameras.render import Camera, Eye
from aureole.world.sensing.cameras.room import canvas_of, room
from aureole.world.sensing.rows.row import row_of
from aureole.world.sensing.rows.sky import forgotten
from aureole.world.sensing.rows.strokes import gather_marks
from aureole.world.sensing.shapes.canvas import Job
from aureole.world.sensing.shapes.gather import gather
from aureole.world.sensing.stage.stage import Stage

THREADS = 1024  # of a block, at most


def gather_one(w: int, a: int, job: Job) -> None:
    """First launch: one thread an image finds its faces."""
    if a == 0:
        gather(job.stage, job.canvas, job.views, w, w)
        gather_marks(job.stage.ground, job.canvas, job.views, w, w)
        forgotten(job.canvas, w)


def draw_one(w: int, a: int, job: Job) -> None:
    """Second launch: a row of the frame."""
    row_of(job.stage, job.canvas, job.views, w, w, a)
    glare_row(job, w, w, a)


def finish_one(w: int, a: int, job: Job) -> None:
    """Third launch: a row of the picture."""
    if a < job.shots.image.shape[1]:
        finish_row(job, w, w, a)


def pictures_on_gpu(camera: Camera, stage: Stage, eye: Eye, *, agent: int = 0) -> Uint8:
    """The pictures of all worlds (worlds, rows, columns, 3), made on the GPU and left there.

    Raises:
        Missing: there is no GPU.
        Unsupported: the frame has more rows than a block has threads.
    """
    worlds, optics = len(eye.xyz), camera.optics
    if camera.lens.shape[0] > THREADS:
        raise Unsupported(
            f"a frame of {camera.lens.shape[0]} rows on a GPU", remedy=f"take at most {THREADS}, samples included"
        )
    launches = [gpu.over(function) for function in (gather_one, draw_one, finish_one)]
    numbers = np.array([optics.samples, optics.exposure, optics.noise, float(camera.lens.warp.size > 0)])
    job = Job(
        stage,
        camera.views(eye, agent),
        canvas_of(camera.lens, worlds, truth=False, together=True),
        room(worlds, optics, truth=False),
        camera.lens.warp,
        np.zeros(worlds, np.uint64),
        np.zeros(worlds, np.int64),
        numbers,
        np.array([False]),
    )
    job = gpu.carried(job)
    for launch in launches:
        launch((worlds, camera.lens.shape[0]), job)
    image: Uint8 = job.shots.image
    return image
