"""`tianlu demo` as a real process: its link signs in, its plan is on the desk, nothing is told to who has no link."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

COUNTY = "632803"
WITHOUT_SIGN_IN = {"/api/openapi.json", "/api/sign-in", "/api/setup"}


@contextmanager
def demo(workspace: Path) -> Iterator[str]:
    """The address that it prints once the desk is there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    words = ["demo", "--county", COUNTY, "--seconds", "1", "--workspace", str(workspace), "--no-browser"]
    command = [str(Path(sys.executable).parent / "tianlu"), *words, "--port", port]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if found := re.search(r"http://\S+", line):
                yield found[0]
                break
        else:
            raise AssertionError("the demonstration ended without an address")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


@contextmanager
def entered(address: str) -> Iterator[httpx.Client]:
    """A browser that is signed in by the link."""
    page, _, key = address.partition("#key=")
    site = page.removesuffix("/enter")
    with httpx.Client(base_url=site, transport=httpx.HTTPTransport(retries=8), headers={"Origin": site}) as client:
        assert client.post("/api/enter", json={"key": key}).status_code == 200
        yield client


def test_link_of_the_demonstration_signs_in_to_the_whole_sample_and_its_plan(tmp_path: Path) -> None:
    with demo(tmp_path) as address, entered(address) as client:
        assert len(client.get("/api/counties").json()) == 44
        (brief,) = client.get("/api/plans").json()
        assert (brief["county"], brief["asked_by"], brief["state"]) == (COUNTY, "示例管理员", "draft")
        assert client.get(f"/api/plans/{brief['id']}").json()["rounds"]
        customers = funnel_of(client)
        assert customers["listed"] > 100
        assert customers["listed"] > customers["claimed"] > customers["worked"] > customers["struck"] > 0
        assert_closed_to_strangers(client)
    with demo(tmp_path) as address, entered(address) as client:
        assert len(client.get("/api/plans").json()) == 2
        assert funnel_of(client) == customers, "the lists are taken in once"


def funnel_of(client: httpx.Client) -> dict[str, int]:
    (county,) = [row for row in client.get("/api/customers/funnel").json() if row["of"] == COUNTY]
    return {step: county[step] for step in ("listed", "claimed", "worked", "struck")}


def assert_closed_to_strangers(signed_in: httpx.Client) -> None:
    """Every address that can be read without more is closed to who has no cookie; the desk's own files are not."""
    paths = {
        path
        for path, methods in signed_in.get("/api/openapi.json").json()["paths"].items()
        if "get" in methods and "{" not in path
    }
    with httpx.Client(base_url=signed_in.base_url) as stranger:
        open_to_all = {path for path in paths if stranger.get(path).status_code != 401}
    assert open_to_all <= WITHOUT_SIGN_IN
    assert {"/api/plans", "/api/counties"} <= paths
