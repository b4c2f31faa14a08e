"""Static files under names that tell their content, compressed once."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """What Vite has built keeps the names that Vite gave it: they hold a hash, and its scripts load each other by them."""

    def file_hash(self, name: str | None, content: Any = None) -> str | None:
        is_built = name is not None and name.startswith("build/")  # None is the manifest of all the names
        return None if is_built else super().file_hash(name, content)
