"""`placette`: one command for everything that runs the site."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from placette.core import configuration
from placette.core.configuration import PROJECT
from placette.core.database_server import DatabaseServerError
from placette.site.processes import commands, up
from placette.site.processes.checks import Refused


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    # Who gives no secret and names no database of their own tries the demo.
    if not os.environ.get("PLACETTE_SECRET_KEY") and (options.demo or not os.environ.get("DATABASE_URL")):
        os.environ.setdefault("PLACETTE_DEMO", "1")
    try:
        return int(options.run(options) or 0)
    except (configuration.ConfigurationError, DatabaseServerError, Refused) as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"\nStopped by the system: {error}. Check the disk and who owns the folder.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="placette", description="The village square online.")
    subcommands = parser.add_subparsers(required=True, metavar="command")

    def command(
        name: str, run: Callable[[argparse.Namespace], int | None], text: str
    ) -> argparse.ArgumentParser:
        added = subcommands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run, demo=name == "up")
        return added

    command(
        "up", lambda _: up.run(), "the whole site, with its demo unless PLACETTE_DEMO=0, as `make run` does"
    )
    command("serve", _serve, "the pages only, on PLACETTE_HOST and PORT")
    command("live", _live, "the live streams only, on PLACETTE_HOST and PORT")
    command("worker", _worker, "the jobs only: mails, digests, deadlines")
    command("prepare", _prepare, "bring the database and the static files up to date, load the communes")
    command("load-places", _django("load_places"), "load the open data of all communes")
    areas = command(
        "load-carpool-areas", _carpool_areas, "load the national base of carpool areas from its CSV"
    )
    areas.add_argument("path")
    command("demo", _django("demo"), "fill the demo territory")
    command("doctor", _doctor, "look at everything and say what is wrong")
    command(
        "reset",
        lambda _: up.reset(configuration.read()),
        "empty the embedded database and the files of the demo",
    )
    table = command("settings", _settings, "list every setting with its default")
    table.add_argument("--markdown", action="store_true")
    partner_key = command(
        "partner-key", _partner_key, "keys of carpooling partners: `issue DOMAIN`, `list`, `revoke LABEL`"
    )
    partner_key.add_argument("arguments", nargs=argparse.REMAINDER)
    manage = command("manage", _manage, "any other Django command, as `placette manage shell`")
    manage.add_argument("arguments", nargs=argparse.REMAINDER)
    return parser


def _serve(_: argparse.Namespace) -> None:
    read = _ready()
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(up.Folders(read.var).metrics))
    _become(commands.pages(read, "--host", read.host, "--port", str(read.port)))


def _live(_: argparse.Namespace) -> None:
    read = _ready()
    _become(commands.live("--host", read.host, "--port", str(read.port)))


def _worker(_: argparse.Namespace) -> None:
    _ready()
    _become(commands.worker())


def _prepare(_: argparse.Namespace) -> int:
    _ready()
    from placette.site.processes import prepare

    return prepare.main()


def _django(name: str) -> Callable[[argparse.Namespace], None]:
    return lambda _: _call(name)


def _manage(options: argparse.Namespace) -> None:
    _call(*options.arguments)


def _carpool_areas(options: argparse.Namespace) -> None:
    _call("load_carpool_areas", options.path)


def _partner_key(options: argparse.Namespace) -> None:
    _call("partner_key", *options.arguments)


def _call(*arguments: str) -> None:
    _ready()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["placette manage", *arguments])


def _doctor(_: argparse.Namespace) -> int:
    from placette.site.processes import doctor

    return doctor.examine()


def _settings(options: argparse.Namespace) -> None:
    from placette.site.processes.settings_table import table

    print(table(markdown=options.markdown))


def _ready() -> configuration.Configuration:
    """Settings read and a database running; the embedded one ends with this process, even after `_become`."""
    read = configuration.read()
    up.environment_of_one(read)
    return read


def _become(command: list[str]) -> None:
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH")]))
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    sys.exit(main())
