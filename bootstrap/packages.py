"""The hash-pinned packages of the project."""

import os

from . import python
from .steps import PYTHON, hash_of, is_current, keep, runs, work

SAYS = {
    "base": "Installing the Python packages (about 1 minute the first time)",
    "dev": "Installing the Python packages and the tools of the tests (about 1 minute the first time)",
    "places": "Installing the open data of the communes",
    "node": "Installing Node.js",
}
# Only the data files of the communes are used, their code wants an older Django; Node's wheel needs nothing.
ALONE = {"places", "node"}


def install(purpose):
    # What is there for the tests may stay there when one only runs the site.
    has_all = is_current("dev", made_from("dev"))
    ensure("dev" if purpose != "run" or has_all else "base")
    ensure("places")


def ensure(name):
    if is_current(name, made_from(name)):
        return
    command = [python.uv(), "pip", "install", "--quiet", "--python", PYTHON, "--compile-bytecode"]
    command += ["--require-hashes", "-r", requirements(name)]
    if name in ALONE:
        command.append("--no-deps")
    work(SAYS[name], command, "The packages could not be installed.", environment=environment())
    keep(name, made_from(name))


def compile_code():
    """Where Python may not keep what it has compiled, each of a site's processes would compile it all again."""
    if os.environ.get("PYTHONDONTWRITEBYTECODE"):
        runs([PYTHON, "-m", "compileall", "-q", "placette"])


def made_from(name):
    return hash_of([requirements(name)], python.version_of(PYTHON))


def requirements(name):
    return os.path.join("requirements", f"{name}.txt")


def environment():
    """uv does not read pip's configuration: an index that is configured for pip is handed on."""
    handed = dict(os.environ)
    if not any(name in handed for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_CONFIG_FILE")):
        index = handed.get("PIP_INDEX_URL") or python.pip_setting("global.index-url")
        if index:
            handed["UV_DEFAULT_INDEX"] = index
    return handed
