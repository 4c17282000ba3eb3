"""What is kept of our own drives, and the scores in their verdicts."""

import json
from dataclasses import replace

import numpy as np
import pytest

from aureole.cli import given
from aureole.cli.work.driving import Files, drive_one
from aureole.core.kinds import Kind
from aureole.exam.examine import Drive, build_world, examine
from aureole.exam.scores.logs.keep import Keep
from aureole.exam.scores.logs.log import vet
from aureole.exam.scores.logs.recorded import log_of
from aureole.exam.scores.logs.terrain import of_road
from aureole.exam.scores.names import NAMES
from aureole.exam.scores.scored import terrain_of
from aureole.exam.scores.table import measures
from aureole.exam.verdicts import case_from_json, case_to_json, finite
from aureole.runtime.replay import read
from tests.exam.staged import Actor, Moment, Stage


def kept(road, moments, *, step=0.1, **how):
    keep = Keep(1, step, of_road(road)._replace(lights=0), **how)
    Stage(road, [keep]).play(moments)
    return keep.log(0)


def drive(count=81, step=0.1, **other):
    return [
        Moment(k * step, [Actor(100.0 + 10.0 * k * step, -1.75, 10.0), Actor(150.0, -1.75, 0.0, **other)])
        for k in range(count)
    ]


def test_a_drive_is_kept_ten_times_a_second_and_others_by_their_box(road):
    found = kept(road, drive())
    vet(found)
    assert found.time == pytest.approx(0.1 * np.arange(81))
    assert found.ego.xy[-1] == pytest.approx([180.0, -1.75])
    assert found.others.xy[0, 0] == pytest.approx([151.35, -1.75])
    assert found.body.ahead == pytest.approx(1.35)


def test_a_finer_step_keeps_no_more_moments(road):
    assert len(kept(road, drive(801, 0.01), step=0.01)) == 81


def test_nothing_is_kept_after_the_end(road):
    moments = [
        *drive(30),
        replace(drive(31)[30], over=True),
        *(replace(moment, over=True) for moment in drive(60)[31:]),
    ]
    assert len(kept(road, moments)) == 31


def test_plans_are_kept_every_half_second_in_the_worlds_frame(road):
    found = kept(road, drive(21))
    assert found.plans.made == pytest.approx([0.0, 0.5, 1.0, 1.5, 2.0])
    assert found.plans.xy[2, 0] == pytest.approx([110.0, -1.75])
    assert found.plans.xy[2, -1] == pytest.approx([170.0, -1.75])
    assert kept(road, drive(21), plans=False).plans is None


def test_the_trailers_the_car_pulls_are_not_others(road):
    moments = [
        replace(m, actors=[m.actors[0], Actor(95.0, -1.75, 10.0, kind=Kind.TRAILER), m.actors[1]]) for m in drive()
    ]
    found = kept(road, moments)
    assert found.others.kind.tolist() == [int(Kind.CAR)]


def test_where_the_map_has_no_light_none_can_be_run(road):
    found = kept(road, drive())
    assert found.lights.red.shape == (81, 0)
    assert found.slips.red_lights == 0
    assert found.slips.stop_signs is None


@pytest.fixture(scope="module")
def verdicts():
    case = given.case_of("cut-in", [])
    plain, scored = (
        given.setup("rules", None, timeout=6.0),
        given.setup("rules", None, timeout=6.0, scores=",".join(NAMES)),
    )
    return [examine([Drive(case, 0)], how)[0] for how in (plain, scored)]


def test_a_verdict_holds_the_chosen_scores_with_their_factors_and_what_they_lacked(verdicts):
    plain, scored = verdicts
    assert not any(name in plain.measures for name in NAMES)
    assert all(0.0 <= scored.measures[name] <= 1.0 for name in NAMES)
    assert {"pdms.nc", "pdms.ep", "epdms.ec", "nuplan.ttc", "route.completion", "alpasim.progress"} <= set(
        scored.measures
    )
    assert "lacks.route" not in scored.extra
    assert [scored.measures[f"route.{name}"] for name in ("red_lights", "stop_signs", "emergency")] == [1.0] * 3
    assert "human" in scored.extra["lacks.epdms"]
    assert scored.measures["route.timeouts"] == 0.7  # ended from outside after 6 s


def test_scores_change_neither_the_drive_nor_what_our_judges_say(verdicts):
    plain, scored = verdicts
    assert plain.digest == scored.digest
    kept_ = {name: value for name, value in scored.measures.items() if name.partition(".")[0] not in NAMES}
    assert json.dumps(finite(kept_)) == json.dumps(finite(dict(plain.measures)))
    assert (plain.status, plain.score, plain.events) == (scored.status, scored.score, scored.events)


def test_scores_survive_being_written_and_read(verdicts):
    again = case_from_json(json.loads(json.dumps(finite(case_to_json(verdicts[1])))))
    assert again.measures["epdms"] == verdicts[1].measures["epdms"]
    assert again.measures["route.stop_signs"] == 1.0


def test_the_same_scores_come_alone_and_among_others():
    base = given.case_of("cut-in", [])
    cases = [replace(base, params={**base.params, "EgoSpeed_kmh": speed}) for speed in ("80", "95")]
    how = given.setup("rules", None, timeout=4.5, scores="pdms,nuplan")
    together = examine([Drive(case, 0) for case in cases], how)
    alone = [examine([Drive(case, 0)], how)[0] for case in cases]
    assert [v.measures["pdms"] for v in together] == [v.measures["pdms"] for v in alone]
    assert [v.measures["nuplan"] for v in together] == [v.measures["nuplan"] for v in alone]


def test_the_map_of_a_case_tells_junctions_limits_and_lights():
    found = terrain_of(given.case_of("cut-in", []))
    assert found.lanes.any()
    assert found.junction is not None
    assert found.limits is not None
    assert found.lights == 0


BY_JUDGES = frozenset({"route.stop_signs", "route.emergency"})  # told by events of a verdict, which no record holds


def test_a_record_gives_the_log_of_its_drive(tmp_path, verdicts):
    case = given.case_of("cut-in", [])
    files = Files(out=tmp_path)
    setup = given.setup("rules", None, timeout=6.0)
    drive_one(case, setup, 0, files, lang="en")
    found = log_of(read(tmp_path / "drive.mcap"), terrain_of(case))
    vet(found)
    set_speed = float(build_world([Drive(case, 0)], setup).brief.mission.set_speed[0])
    scores, _ = measures(found, NAMES, set_speed)
    again = {name: value for name, value in verdicts[1].measures.items() if name.partition(".")[0] in NAMES}
    assert {name for name in again if name in BY_JUDGES} == BY_JUDGES
    scores, again = ({n: v for n, v in one.items() if n not in BY_JUDGES} for one in (scores, again))
    assert json.dumps(finite(scores)) == json.dumps(finite(again))
