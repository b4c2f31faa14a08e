"""From a clone to a prepared one: what goes wrong is said in a sentence."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bootstrap import packages, python, steps, system
from placette.core.configuration import PROJECT

NOWHERE = "http://127.0.0.1:9/simple"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for name in ("bootstrap", "requirements", "Makefile"):
        source = PROJECT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    return tmp_path


def prepare(clone: Path, **settings: str) -> str:
    programs = clone / "programs"  # no uv of the machine's own
    programs.mkdir()
    (programs / "python3").symlink_to(sys.executable)
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(clone), "PIP_RETRIES": "0", **settings}
    done = subprocess.run(
        [sys.executable, "-m", "bootstrap", "run"], cwd=clone, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    return done.stderr


def test_a_registry_that_cannot_be_reached_is_said_in_words(clone):
    said = prepare(clone, PIP_INDEX_URL=NOWHERE)

    assert "A package registry cannot be reached" in said
    assert "start again" in said


def test_finds_the_newest_interpreter_that_the_tests_know():
    path = python.newest()

    assert python.OLDEST <= python.version_of(path)[:2] <= python.NEWEST_TESTED


def test_a_step_is_done_again_only_when_what_it_is_made_from_has_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(steps, "STAMPS", str(tmp_path / "prepared.json"))
    lock = tmp_path / "lock.txt"
    lock.write_text("django==6.1")
    steps.keep("packages", steps.hash_of([str(lock)]))
    assert steps.is_current("packages", steps.hash_of([str(lock)]))

    lock.write_text("django==6.1.1")
    assert not steps.is_current("packages", steps.hash_of([str(lock)]))


def test_an_index_that_is_configured_for_pip_is_handed_to_uv(monkeypatch):
    for name in list(os.environ):
        if name.startswith("UV_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_INDEX_URL", NOWHERE)
    assert packages.environment()["UV_DEFAULT_INDEX"] == NOWHERE

    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://uv.example/simple")
    assert packages.environment()["UV_DEFAULT_INDEX"] == "http://uv.example/simple"


def test_an_ordinary_user_reads_which_command_installs_what_the_tests_need(monkeypatch):
    monkeypatch.setattr(system, "TEST_PACKAGES", {"no-such-program": "chromium"})
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(steps.Stop, match="sudo apt-get install chromium"):
        system.install_what_tests_need()
