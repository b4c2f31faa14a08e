"""Doing a step, saying how it goes, and remembering what it was made from."""

import hashlib
import json
import os
import re
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMPS = os.path.join(VENV, "prepared.json")
LOG = os.path.join(ROOT, "var", "log", "bootstrap.log")
NO_SPACE = re.compile(r"(?i)no space left|ENOSPC|disk quota")
NETWORK = re.compile(
    r"(?i)dns error|could not resolve|getaddrinfo|EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|"
    r"timed? ?out|failed to fetch|connection (refused|reset|error)|error sending request|"
    r"temporary failure|NewConnectionError|proxy error|tunnel|could not find a version|"
    r"not found in the package registry"
)


class Stop(Exception):
    """One sentence: what is wrong and what to do."""


def work(says, command, trouble="", environment=None, advice=None):
    """Run a command, its words in the log, its elapsed time on the screen.

    When it fails: Stop with `trouble`, and `advice` or what the words in the log suggest.
    """
    started = time.time()
    live = sys.stdout.isatty()
    os.makedirs(os.path.dirname(LOG), exist_ok=True)
    with open(LOG, "ab") as log:
        log.write(f"\n{says}\n$ {' '.join(command)}\n".encode())
        log.flush()
        begin = log.tell()
        if not live:
            say(f"{says}…")
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
        raise Stop(f"{trouble or f'This step failed: {says}.'} {advice or advise(begin)}\nDetails: {LOG}")
    if live:
        say(f"{says}… done in {elapsed:.0f} s")
    elif elapsed >= 1:
        say(f"  done in {elapsed:.0f} s")


def advise(begin):
    words = read(LOG)[begin:].decode(errors="replace")
    if NO_SPACE.search(words):
        return "The disk is full: free some space, then start again."
    if NETWORK.search(words):
        return (
            "A package registry cannot be reached: check the network (and the proxy, where there is one), then "
            "start again; what is already there is kept."
        )
    lines = [line.strip() for line in words.strip().splitlines() if line.strip()]
    return f"Last words: {' / '.join(lines[-3:])}"


def runs(command):
    silent = subprocess.DEVNULL
    try:
        return subprocess.call(command, stdin=silent, stdout=silent, stderr=silent) == 0
    except OSError:
        return False


def is_current(name, made_from):
    return stamps().get(name) == made_from


def keep(name, made_from):
    kept = stamps()
    kept[name] = made_from
    with open(STAMPS + ".new", "w") as file:
        json.dump(kept, file, indent=1)
    os.replace(STAMPS + ".new", STAMPS)


def stamps():
    try:
        return json.loads(read(STAMPS).decode())
    except (OSError, ValueError):
        return {}


def hash_of(files, *more):
    digest = hashlib.sha256(repr(more).encode())
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + (read(name) if os.path.exists(name) else b"-") + b"\0")
    return digest.hexdigest()


def files_under(folder):
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "node_modules")
        found += [os.path.join(place, name) for name in sorted(names)]
    return found


def read(name):
    with open(name, "rb") as file:
        return file.read()


def say(text):
    print(text)
    sys.stdout.flush()
