"""The simulation finds a server that is broken on purpose."""

from pathlib import Path

import pytest

from tests.simulation.play import Plot
from tests.simulation.real_server import Program
from tests.simulation.rules import broken_rules
from tests.simulation.world import SimulationFailed, assert_sound, play_world

KILLED_OFTEN = Plot(rounds=10, kills=6, full_disks=0, killed_within_s=0.4)
CALM = Plot(rounds=16, kills=0, full_disks=0)
LONG = Plot(rounds=40, kills=0, full_disks=0)


@pytest.mark.parametrize(
    ("sabotage", "plot", "rule"),
    [
        ("acknowledges_first", KILLED_OFTEN, "accepted_is_there_once"),
        ("shows_all", CALM, "nobody_saw_outside_his_reach"),
        ("holds_nothing", LONG, "devices_are_first_in_first_out"),
    ],
)
def test_broken_server_is_found(program: Program, tmp_path: Path, sabotage: str, plot: Plot, rule: str) -> None:
    case = play_world(11, program, tmp_path, plot=plot, sabotage=f"tests.simulation.sabotage.{sabotage}")
    assert rule in {words.partition(":")[0] for words in broken_rules(case)}
    with pytest.raises(SimulationFailed, match=r"SIMULATION_SEED=11 .*test_simulation.py") as failed:
        assert_sound(11, case)
    assert "the last events:\nround" in str(failed.value)
