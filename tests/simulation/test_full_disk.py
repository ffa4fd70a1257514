"""A server starts on a disk so full that not even the line with its address fits into its log."""

from pathlib import Path
from shutil import move

import pytest

from tests.simulation.office import found_office
from tests.simulation.real_server import Program, Server


def test_starts_though_its_log_takes_not_a_byte(program: Program, tmp_path: Path) -> None:
    disk = program.disk
    if disk is None:
        pytest.skip("this machine lets nobody mount a disk")
    home, name = tmp_path / "workspace", tmp_path.name
    found_office(home, None)
    move(home, disk.outside / name)
    log = disk.outside / name / "server.log"
    server = Server(program, disk.inside / name, log, disk.inside / name / log.name)
    try:
        server.start()
        server.kill()
        disk.fill(left_kib=0)
        disk.fill_page(log)
        server.start()
        server.kill()
    finally:
        disk.empty()
        move(disk.outside / name, home)
