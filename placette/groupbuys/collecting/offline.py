"""The script that lets the page of hand-overs open while the network is cut, as Vite has built it."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings


@cache
def script() -> bytes:
    """Of the version that is running: it changes with a new one only."""
    manifest = Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
    built = json.loads(manifest.read_text())["frontend/workers/hand-overs.ts"]["file"]
    return (manifest.parent / built).read_bytes()
