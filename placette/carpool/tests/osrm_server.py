"""An OSRM of its own for an extract of OpenStreetMap, as a real program on this machine, and points of that extract."""

import gzip
import random
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from socket import socket

import urllib3

# South, west, north, east of extracts that do not say it themselves.
BOXES = {"andorra": (42.43, 1.41, 42.66, 1.79), "liechtenstein": (47.05, 9.47, 47.27, 9.64)}


def extracts(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*.osm.pbf"), *folder.glob("*.osm.gz")])


def programs() -> Path:
    """Of the wheel `osrm-bindings`."""
    package = find_spec("osrm")
    if package is None or package.origin is None:
        raise RuntimeError("OSRM is missing: it comes with the wheel osrm-bindings")
    return Path(package.origin).parent


def built(extract: Path, workshop: Path) -> Path:
    """The graph of an extract; some seconds."""
    own = workshop / extract.name
    shutil.copyfile(extract, own)
    quiet = {"check": True, "cwd": workshop, "stdout": subprocess.DEVNULL}
    subprocess.run(
        [programs() / "bin/osrm-extract", "-p", programs() / "share/profiles/car.lua", own.name], **quiet
    )
    graph = workshop / next(workshop.glob("*.osrm.ebg")).name.removesuffix(".ebg")
    subprocess.run([programs() / "bin/osrm-contract", graph.name], **quiet)
    return graph


@contextmanager
def running(graph: Path) -> Iterator[str]:
    """The address of an `osrm-routed` that knows it."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        programs() / "bin/osrm-routed", "--ip", "127.0.0.1", "--port", str(port), "--max-table-size", "5000",
        "--threads", "2", graph,
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                urllib3.request("GET", f"http://127.0.0.1:{port}/", retries=False)
                break
            except urllib3.exceptions.HTTPError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def places(extract: Path) -> Iterator[tuple[float, float]]:
    """Points of the extract without end, the same every time."""
    name = extract.name.split(".")[0]
    chance = random.Random(31187)
    if name in BOXES:
        south, west, north, east = BOXES[name]
        while True:
            yield chance.uniform(south, north), chance.uniform(west, east)
    with gzip.open(extract) as text:
        nodes = re.findall(rb'<node [^>]*lat="([\d.]+)" lon="([\d.]+)"', text.read())
    while True:
        latitude, longitude = chance.choice(nodes)
        yield float(latitude), float(longitude)


class Streets:
    """Points moved to the nearest street: a point far from every road can be nearer in a straight line than by road."""

    def __init__(self, address: str, points: Iterator[tuple[float, float]]) -> None:
        self._address, self._points = address, points
        self._pool = urllib3.PoolManager()

    def next(self) -> tuple[float, float]:
        latitude, longitude = next(self._points)
        path = f"/nearest/v1/driving/{longitude:.6f},{latitude:.6f}"
        longitude, latitude = self._pool.request("GET", self._address + path).json()["waypoints"][0][
            "location"
        ]
        return latitude, longitude
