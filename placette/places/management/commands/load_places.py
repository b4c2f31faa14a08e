from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from placette.places import loader
from placette.places.loader.sources import SourceMissing


class Command(BaseCommand):
    help = "Loads the communes of France, unless the database already holds the installed edition."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="load again even so")
        parser.add_argument(
            "--department", action="append", metavar="CODE", help="only this department; repeatable"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        only = set(options["department"]) if options["department"] else None
        try:
            if only is None and not options["force"] and loader.is_current():
                self.stdout.write("The communes are up to date.")
            else:
                loader.load(self.stdout.write, only)
        except SourceMissing as missing:
            raise CommandError(str(missing)) from missing
