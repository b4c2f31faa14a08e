from typing import Any

from django.core.management.base import BaseCommand

from placette.carpool.actions.passages import mend


class Command(BaseCommand):
    help = "Where drives pass, made anew for those that `placette doctor` counts as not kept well."

    def handle(self, *_: Any, **__: Any) -> None:
        self.stdout.write(f"{mend():,} passages were made anew.")
