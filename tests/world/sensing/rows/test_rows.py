"""Rows of pictures against clear formulas: light, ground, sticks, joined lines."""

import numpy as np
import pytest

from aureole.core.kinds import Kind
from aureole.kernels import kernel
from aureole.world.sensing.cameras.shade import look_at
from aureole.world.sensing.cameras.under import ground_at
from aureole.world.sensing.rows.air import air_of, clearness, seen_through, shown, unshown
from aureole.world.sensing.rows.strokes import narrowed
from aureole.world.sensing.shapes.canvas import CROWN, F_SHADER
from aureole.world.sensing.stage import ground as on
from aureole.world.sensing.stage import stage as st
from aureole.world.sensing.stage.light import DAY, light_of
from aureole.world.sensing.stage.marks import joined
from aureole.world.sensing.stage.paving import temporary
from aureole.world.sensing.stage.seen import Seen
from aureole.world.sensing.stage.stage import L_HAZE, L_SUN
from tests.world.sensing import shown as look


@kernel
def there_and_back(values, found):
    """Light of what is shown of light."""
    for k in range(len(values)):
        found[k] = unshown(shown(values[k]))


@kernel
def cleared(light, near, found):
    """How much light comes through."""
    air = air_of(light, 0, 1.0)
    for k in range(len(near)):
        found[k] = clearness(air, near[k])


@kernel
def seen(stage, view, lens, lit, found):
    """What a picture shows of bare ground, one ray after the other, by the formula that lidars ask."""
    air = air_of(stage.light, 0, 1.0)
    for i in range(found.shape[0]):
        for j in range(found.shape[1]):
            u, v = (lens[1] - j) / lens[0], (lens[2] - i) / lens[0]
            x, y, z = view[3] + u * view[6] + v * view[9], view[4] + u * view[7] + v * view[10], view[5] + v * view[11]
            t = -view[2] / z
            over = np.sqrt(x * x + y * y)
            across = 0.5 * t / lens[0]
            where = (view[0] + t * x, view[1] + t * y)
            r, g, b, _ = ground_at(
                stage.ground, stage.grain, where[0], where[1], (x / over, y / over), across * over * t / view[2], across
            )
            colour = (lit[0] * r, lit[1] * g, lit[2] * b)
            found[i, j, 0], found[i, j, 1], found[i, j, 2] = seen_through(air, np.float32(1.0 / t), colour)


def test_light_is_what_is_shown_of_it_backwards():
    values = np.geomspace(1e-3, 1.0, 50).astype(np.float32)
    found = np.zeros_like(values)
    there_and_back(values, found)
    assert np.allclose(found, values, rtol=2e-3)


def test_haze_takes_away_as_koschmieder_says():
    light = light_of(DAY)[None].copy()
    light[0, L_HAZE] = 3.912 / 500.0
    depth = np.array([10.0, 100.0, 500.0])
    found = np.zeros(4, np.float32)
    cleared(light, np.array([*(1.0 / depth), 0.0], np.float32), found)
    assert np.allclose(found[:3], np.exp(-3.912 / 500.0 * depth), atol=0.012)
    assert found[3] == 1.0


@pytest.mark.parametrize("heading", [0.0, 0.5])
def test_the_ground_of_a_row_is_that_of_single_rays(heading):
    cam, stage, eye = look.camera(256, 144, truth=False), look.stage([[look.thing(0, 0, 0)]]), look.eye(heading=heading)
    below = 90  # rows; beneath that the whole row shows the ground
    view, light = cam.views(eye)[0], stage.light[0]
    view = view.copy()
    lit = light[L_SUN + 2] * light[3:6] + light[6:9]
    one_by_one = np.zeros((144, 256, 3), np.float32)
    seen(stage, view, np.array([cam.lens.focal, *cam.lens.middle]), lit, one_by_one)
    row_by_row = cam.see(stage, eye).image[0, below:].astype(float)
    off = np.abs(row_by_row - 255.0 * one_by_one[below:])
    assert off.mean() < 2.0  # what lies between texels is smooth along a row
    assert np.abs((row_by_row - 255.0 * one_by_one[below:]).mean()) < 0.3


def test_strokes_that_go_straight_on_are_one_mark_and_no_more():
    straight = temporary([(0.0, 0.0), (50.0, 0.0)])
    other = temporary([(50.0, 0.0), (80.0, 0.0)], colour=on.WHITE)
    bent = temporary([(80.0, 0.0), (100.0, 1.0)])
    marks, groups = joined(np.concatenate([straight, other, bent]))
    assert len(straight) > 1
    assert [round(float(length), 6) for length in marks[:, on.K_LENGTH]] == [
        50.0,
        30.0,
        round(float(np.hypot(20, 1)), 6),
    ]
    assert np.array_equal(marks[:, on.K_WHAT], [on.YELLOW, on.WHITE, on.YELLOW])
    ends = marks[:, :2] + marks[:, on.K_LENGTH, None] * marks[:, on.K_WAY_X : on.K_WAY_Y + 1]
    for x, y, radius in groups:
        assert np.hypot(*(np.concatenate((marks[:, :2], ends)) - (x, y)).T).max() <= radius


@pytest.mark.parametrize("change", [1e-17, -1e-17, 1e-320, -1e-320, 1e-300, -1e-300])
@pytest.mark.parametrize("start", [100.0, -100.0])
def test_the_border_of_a_line_that_is_level_in_the_picture_is_a_number_that_fits(start, change):
    low, high = narrowed(0.0, 159.0, start, change)
    assert abs(low) <= 1e6
    assert abs(high) <= 1e6
    assert (low <= high) == (start > 0.0)  # nowhere, or in all of it


def test_dashes_that_do_not_follow_are_not_joined():
    line = temporary([(0.0, 0.0), (20.0, 0.0)], dash=(3.0, 9.0))
    line[2:, on.K_PHASE] += 1.0
    assert len(joined(line)[0]) == 2


def test_squares_of_one_material_are_known():
    ground = look.GROUND
    plain, wide = ground.plain.reshape(-1, 16, 16), ground.wide.reshape(-1, 16, 16)
    assert (wide[plain == on.MIXED] == 0).all()
    for block, row, column in np.argwhere(wide > 0):
        side = 1 << int(wide[block, row, column])
        i, j = row // side * side, column // side * side
        assert (plain[block, i : i + side, j : j + side] == plain[block, row, column]).all()
    assert wide.max() >= 2


@kernel
def met(faces, f, stage, lens, found):
    """1 / depth of a stick for every pixel, one ray after the other."""
    face = faces[0, f]
    for i in range(found.shape[0]):
        for j in range(found.shape[1]):
            u, v = (lens[1] - j) / lens[0], (lens[2] - i) / lens[0]
            inside = True
            for k in range(0, 12, 3):
                inside = inside and face[k] + face[k + 1] * u + face[k + 2] * v >= 0.0
            w = face[12] + face[13] * u + face[14] * v
            if inside and w > 0.0:
                a, b = face[15] + face[16] * u + face[17] * v, face[18] + face[19] * u + face[20] * v
                hit, _, _, _, out = look_at(face, stage.grain, stage.pictures, a / w, b / w)
                near = 1.0 / max(1.0 / w - out, 0.01)
                if hit and near > found[i, j]:
                    found[i, j] = near


def test_sticks_of_a_row_are_met_as_by_single_rays():
    things = [look.thing(0, 0, 0), look.thing(Kind.PEDESTRIAN, 6.0, -1.2, 0.4, (0.5, 0.6, 1.8))]
    cam, stage, eye = look.camera(256, 144), look.stage([things]), look.eye()
    found = cam.see(stage, eye)
    canvas = cam.rooms[1][0]
    wanted = np.zeros((144, 256))
    for f in range(canvas.filled[0]):
        if canvas.faces[0, f, 50] == 1.0:  # its instance
            met(canvas.faces, f, stage, np.array([cam.lens.focal, *cam.lens.middle]), wanted)
    own = found.name[0] == 1
    assert own.sum() > 500
    assert ((wanted > 0.0) != own).mean() < 2e-4
    both = own & (wanted > 0.0)
    assert np.allclose(1.0 / found.depth[0][both], wanted[both], rtol=2e-4)


def trees(seeds):
    """Trees side by side ahead."""
    return [[st.TREE, 16.0 + 2.0 * k, 6.0 - 3.0 * k, 0.0, 0.0, 0.0, 0.0, 7.0 + 0.5 * k, seed] for k, seed in seeds]


@pytest.mark.parametrize("number", range(5))
def test_crowns_of_a_row_are_met_as_by_single_rays(number):
    cam, eye = look.camera(256, 144), look.eye()
    stage = look.stage([[look.thing(0, 0, 0)]], fixed=trees([(k, 5 * number + k) for k in range(5)]))
    found = cam.see(stage, eye)
    canvas = cam.rooms[1][0]
    shaders = canvas.faces[0, : canvas.filled[0], F_SHADER]
    assert (shaders == CROWN).sum() == 5
    wanted = np.zeros((144, 256))
    for f in range(canvas.filled[0]):
        met(canvas.faces, f, stage, np.array([cam.lens.focal, *cam.lens.middle]), wanted)
    own = found.seen[0] == Seen.TREE
    wanted[wanted < 0.999 / found.depth[0]] = 0.0  # what lies before it is the ground: trunks end below it
    assert own.sum() > 1000
    assert ((wanted > 0.0) != own).mean() < 5e-4  # where a texel of grain ends rounding decides
    both = own & (wanted > 0.0)
    assert np.isclose(1.0 / found.depth[0][both], wanted[both], rtol=2e-4).mean() > 0.999


def test_a_crown_stays_within_its_face_and_is_lit_from_the_side_of_the_sun():
    cam, eye = look.camera(256, 144), look.eye()
    for seed in (0.0, 1.0):
        stage = look.stage([[look.thing(0, 0, 0)]], fixed=[[st.TREE, 30.0, 0.0, 0.0, 0.0, 0.0, 0.0, 8.0, seed]])
        toward = [np.cos(np.pi / 2), np.sin(np.pi / 2), 0.6]
        stage.light[0, L_SUN : L_SUN + 3] = np.array(toward) / np.linalg.norm(toward)  # from the left
        found = cam.see(stage, eye)
        tree = found.seen[0] == Seen.TREE
        rows, columns = np.nonzero(tree)
        shown, middle = found.image[0].astype(float).sum(axis=2), np.median(columns)
        left, right = tree.copy(), tree.copy()
        left[:, int(middle) :], right[:, : int(middle) + 1] = False, False
        assert shown[left].mean() > 1.1 * shown[right].mean()
        assert rows.min() > 0  # its top is in the picture: nothing reaches beyond the face


def test_a_tree_behind_a_wall_is_not_seen():
    cam, eye = look.camera(128, 72), look.eye()
    wall = look.thing(Kind.OBSTACLE, 10.0, 0.0, 1.5708, (60.0, 0.5, 30.0))
    stage = look.stage([[look.thing(0, 0, 0), wall]], fixed=trees([(k, k) for k in range(5)]))
    assert not (cam.see(stage, eye).seen[0] == Seen.TREE).any()


@pytest.mark.parametrize("shutter", [0.0, 0.03])
def test_the_pixels_listed_for_a_face_are_those_inside_its_cone(shutter):
    cam, eye = look.camera(96, 54, shutter=shutter), look.eye(speed=20.0, yaw_rate=0.3)
    stage = look.stage([look.boxes(6)], fixed=trees([(k, k) for k in range(5)]))
    cam.see(stage, eye)
    canvas, rows = cam.rooms[1][0], 54
    middle, focal = cam.lens.middle, cam.lens.focal
    listed = np.zeros((canvas.filled[0], rows, 96), bool)
    for r in range(rows):
        entries = canvas.order[0, canvas.first[0, r] : canvas.last[0, r]]
        assert (entries[:, 1] < entries[:, 2]).all()
        assert (np.diff(entries[:, 0]) > 0).all()  # in the order in which they were put
        for f, low, high in entries:
            listed[f, r, low:high] = True
    u, v = (middle[0] - np.arange(96)) / focal, (middle[1] - np.arange(rows)) / focal
    wrong = 0
    for f in range(canvas.filled[0]):
        face, edges = canvas.faces[0, f], np.inf
        for k in range(0, 12, 3):
            form = face[k : k + 3][:, None] + (
                np.arange(rows) / (rows - 1) * face[21 + k : 24 + k, None] if shutter else 0
            )
            edges = np.minimum(edges, form[0][:, None] + form[1][:, None] * u + (form[2] * v)[:, None])
        top, bottom = int(face[62]), int(face[63])
        inside = edges >= 0.0
        inside[:top], inside[bottom + 1 :] = False, False
        wrong += (inside != listed[f]).sum()
    assert listed.sum() > 1000
    assert wrong < 1e-3 * listed.sum()  # rounding on an edge
