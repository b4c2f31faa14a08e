from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from placette.carpool.areas.loading import load
from placette.carpool.areas.reading import NotTheBase


class Command(BaseCommand):
    help = "Loads the national base of carpool areas from its CSV, and says which rows are refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the file, as transport.data.gouv.fr publishes it")

    def handle(self, *_: Any, path: Path, **options: Any) -> None:
        try:
            loaded = load(path, timezone.localdate())
        except (NotTheBase, OSError, UnicodeDecodeError) as fault:
            raise CommandError(f"{path}: {fault}") from fault
        for refused in loaded.refused:
            self.stdout.write(f"line {refused.line}, « {refused.name} »: {refused.reason}")
        self.stdout.write(
            f"{loaded.kept} areas, {len(loaded.refused)} rows refused, {loaded.gone} areas gone. "
            "Base nationale des lieux de covoiturage, ODbL."
        )
