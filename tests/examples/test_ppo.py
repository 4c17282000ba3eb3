"""The example that learns does learn: on maps it has never seen the goal rate rises from almost nothing."""

import pytest

torch = pytest.importorskip("torch")


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_it_learns_to_drive_roads_it_has_never_seen():
    from examples.ppo import main

    before, after = main(["--seed", "1"])
    assert before["arrived"] <= 0.2
    assert after["arrived"] >= 0.9
