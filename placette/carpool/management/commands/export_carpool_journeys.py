"""For a federation that is an operator of the proof register: it sends them under its own name and class."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from placette.carpool.actions import proofs
from placette.carpool.models import Journey


class Command(BaseCommand):
    help = (
        "Writes rides whose two people agreed, in the shape of the proof register's API v3.3 (POST /journeys), one a "
        "line; those that its terms refuse are named without anything personal."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--since", type=date.fromisoformat, required=True, help="first day, as 2026-11-30"
        )
        parser.add_argument(
            "--class",
            dest="operator_class",
            choices=["A", "B", "C"],
            required=True,
            help="which it vouches for",
        )

    def handle(self, *_: Any, since: date, operator_class: str, **options: Any) -> None:
        rides = (
            Journey.objects.filter(booking__day__gte=since)
            .select_related("booking__way__trip")
            .order_by("id")
        )
        for journey in rides.iterator():
            refused = [each for each in proofs.refused_by_terms(journey) if each != "expired"]
            sent = None if refused else proofs.as_sent(journey, operator_class)
            if sent:
                self.stdout.write(json.dumps(sent))
            elif refused:
                self.stderr.write(f"{journey.uuid.hex}: {', '.join(refused)}")
