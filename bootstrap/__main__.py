"""`python3 -m bootstrap run`, `test` or `lint`."""

import errno
import glob
import os
import shutil
import sys
import time

from . import packages, pages, python, system
from .steps import PYTHON, ROOT, VENV, Stop, read, say

SPACE_NEEDED = 2500000000  # bytes, for a first installation


def main(purpose):
    started = time.time()
    os.chdir(ROOT)
    if not os.path.isdir(VENV):
        check_space()
    python.make_environment()
    packages.install(purpose)
    packages.compile_code()
    write_command()
    pages.build()
    pages.compile_translations()
    if purpose == "test":
        system.install_what_tests_need()
    if time.time() - started > 5:
        say(f"Everything is ready after {time.time() - started:.0f} s.")


def check_space():
    free = shutil.disk_usage(ROOT).free
    if free < SPACE_NEEDED:
        raise Stop(
            f"The disk is nearly full: a first installation needs {SPACE_NEEDED / 1e9:.1f} GB here and "
            f"{free / 1e9:.1f} GB are free. Free some space, then start again."
        )


def write_command():
    """`.venv/bin/placette`, and our package for its Python; both still work when the clone is moved."""
    command = os.path.join(os.path.dirname(PYTHON), "placette")
    text = (
        "#!/bin/sh\n"
        "# Written by bootstrap.\n"
        'here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)\n'
        'exec "$here/python" -m placette.site.cli "$@"\n'
    )
    write(command, text)
    os.chmod(command, 0o755)  # noqa: S103 - a command
    for packages_folder in glob.glob(os.path.join(VENV, "lib", "python3*", "site-packages")):
        write(os.path.join(packages_folder, "placette.pth"), os.path.relpath(ROOT, packages_folder) + "\n")


def write(path, text):
    if not os.path.exists(path) or read(path) != text.encode():
        with open(path, "w") as file:
            file.write(text)


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "run")
    except Stop as trouble:
        sys.exit(f"\n{trouble}")
    except OSError as error:
        full = error.errno == errno.ENOSPC
        reason = "The disk is full: free some space" if full else f"Check who owns this folder ({error})"
        sys.exit(f"\nThe preparation stopped. {reason}, then start again.")
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. What is already there is kept; start again to go on.")
