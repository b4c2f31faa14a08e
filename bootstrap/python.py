"""A Python that is new enough, the project's virtual environment, and the installer of packages."""

import glob
import os
import shutil
import subprocess
import sys

from . import system
from .steps import PYTHON, ROOT, VENV, Stop, runs, say, work

TOOLS = os.path.join(ROOT, ".tools")
OLDEST, NEWEST_TESTED = (3, 12), (3, 14)
NO_PYTHON = "Python 3.12 or later is needed, none was found on this machine and none could be fetched."
INSTALL_ONE = "Install one (for example with pyenv), then start again."
WHO = (
    "import ssl, sys, zlib; print(*sys.version_info[:3]); "
    "print(getattr(sys, '_base_executable', sys.executable))"
)


def make_environment():
    if version_of(PYTHON) >= OLDEST:
        return
    if os.path.isdir(VENV):
        shutil.rmtree(VENV)
    path = newest()
    if path:
        say(f"Python {'.'.join(str(part) for part in version_of(path))} found: {path}")
    else:
        say("No Python 3.12 or later is installed here; uv fetches one.")
    command = [uv(path), "venv", "--quiet", "--relocatable", "--python", path or "3.13", VENV]
    work(
        "Making the virtual environment",
        command,
        "" if path else NO_PYTHON,
        advice="" if path else INSTALL_ONE,
    )


def newest():
    """The newest interpreter that the tests know, else the first one after it."""
    names = [f"python3.{minor}" for minor in range(20, OLDEST[1] - 1, -1)] + ["python3", "python"]
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    places = [shutil.which(name) for name in names] + [sys.executable]
    places += glob.glob(os.path.join(pyenv, "versions", "3.*", "bin", "python3"))
    found = {}
    for place in filter(None, places):
        version, path = identity(place)
        if version >= OLDEST:
            found.setdefault(version, path)
    tested = [version for version in found if version[:2] <= NEWEST_TESTED]
    return found[max(tested) if tested else min(found)] if found else None


def identity(python):
    """Version and real path of an interpreter; a pyenv shim may point nowhere."""
    try:
        answer = subprocess.check_output(
            [python, "-c", WHO], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=20
        )
        numbers, path = answer.decode().strip().split("\n")
        return tuple(int(number) for number in numbers.split()), path
    except (OSError, ValueError, subprocess.SubprocessError):
        return (), ""


def version_of(python):
    return identity(python)[0] if os.path.exists(python) else ()


def uv(python=None):
    """The machine's own, otherwise the pinned one in a small environment beside the project's."""
    own = shutil.which("uv")
    if own and runs([own, "--version"]):
        return own
    tool = os.path.join(TOOLS, "bin", "uv")
    if not runs([tool, "--version"]):
        fetch_uv(python or sys.executable)
    return tool


def fetch_uv(host):
    shutil.rmtree(TOOLS, ignore_errors=True)
    if not runs([host, "-c", "import ensurepip, venv"]):
        install_venv_module(host)
    work("Making a place for the installer", [host, "-m", "venv", TOOLS])
    pip = [
        os.path.join(TOOLS, "bin", "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    work("Fetching the installer (uv)", [*pip, "--require-hashes", "-r", "requirements/uv.txt"])


def install_venv_module(host):
    needed = (
        f"Python's venv module is missing for {host}. Install it (on Debian: apt-get install python3-venv)"
    )
    if not system.is_root_on_debian():
        raise Stop(f"{needed}, then start again.")
    system.apt_install(["python3-venv"])
    if not runs([host, "-c", "import ensurepip, venv"]):
        raise Stop(f"{needed}, then start again.")


def pip_setting(name):
    """What pip is told on this machine."""
    python = os.path.join(TOOLS, "bin", "python")
    command = [python if os.path.exists(python) else sys.executable, "-m", "pip", "config", "get", name]
    try:
        return subprocess.check_output(command, stderr=subprocess.DEVNULL).decode().strip()
    except (OSError, subprocess.SubprocessError):
        return ""
