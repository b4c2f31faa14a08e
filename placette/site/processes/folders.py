"""Where the processes of a running site write, all of it under PLACETTE_VAR."""

from dataclasses import dataclass
from pathlib import Path

from placette.core.database_server import SOCKET_PATH_LIMIT, short_socket_folder


@dataclass(frozen=True)
class Folders:
    var: Path

    @property
    def postgres(self) -> Path:
        return self.var / "postgres"

    @property
    def run(self) -> Path:
        return self._made("run")

    @property
    def logs(self) -> Path:
        return self._made("log")

    @property
    def mails(self) -> Path:
        return self._made("mails")

    @property
    def metrics(self) -> Path:
        return self._made("run/metrics")

    @property
    def static(self) -> Path:
        return self.var / "static"

    @property
    def sockets(self) -> Path:
        """Only this site's user may enter: who could speak to a socket could pretend to be any visitor."""
        run = self.run
        run.chmod(0o700)
        return run if len(str(run)) < SOCKET_PATH_LIMIT else short_socket_folder(run)

    def _made(self, name: str) -> Path:
        folder = self.var / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder
