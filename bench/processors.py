"""Processor time of each part of a site under a bench: on a busy machine it says more than the clock."""

import os
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def spent(roots: dict[str, int]) -> dict[str, float]:
    """Seconds by part, of each root process and all that descend from it; « residents » is this process."""
    parents = _parents()
    parts = {name: sum(_seconds(pid) for pid in _family(root, parents)) for name, root in roots.items()}
    return {**parts, "residents": time.process_time()}


def work(what: str, before: dict[str, float], after: dict[str, float], count: int) -> None:
    """« processor time of a pledge: web 8.1, postgres 3.0, live 0.2, residents 0.6 ms »: of one among `count`."""
    shares = {name: (after[name] - before[name]) / max(count, 1) * 1000 for name in after}
    said = ", ".join(f"{name} {share:.1f}" for name, share in shares.items())
    print(f"  processor time of {what}: {said} ms (load {os.getloadavg()[0]:.1f})", flush=True)


def postmaster() -> int:
    """Of the PostgreSQL that Django asks, on this machine: the parent of whoever answers."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    return _parents()[pid]


def _family(root: int, parents: dict[int, int]) -> list[int]:
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def _parents() -> dict[int, int]:
    return {
        int(each.name): int(stat[1])
        for each in Path("/proc").iterdir()
        if each.name.isdecimal() and (stat := _stat(int(each.name)))
    }


def _seconds(pid: int) -> float:
    """Its own, and that of its children that have ended."""
    stat = _stat(pid)
    return sum(int(ticks) for ticks in stat[11:15]) / TICK if stat else 0.0


def _stat(pid: int) -> list[str]:
    """What follows the name; empty where it has ended meanwhile."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
