import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from placette.carpool.models import PartnerKey
from placette.carpool.standard import keys

DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
SCOPES = list(PartnerKey.Scope.values)


class Command(BaseCommand):
    help = "The keys of partners of the Standard Covoiturage: issue, list, revoke."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        issue = verbs.add_parser("issue", help="a new key, shown this once")
        issue.add_argument("operator", help="domain of the partner, as it writes it in `operator`")
        issue.add_argument("--name", default="", help="as residents read it; the domain by default")
        issue.add_argument("--scope", action="append", choices=SCOPES, help="repeatable; all by default")
        verbs.add_parser("list", help="every key, without itself")
        revoke = verbs.add_parser("revoke", help="close a key for good")
        revoke.add_argument("label", help="its first signs, as `list` shows them")

    def handle(self, *_: Any, verb: str, **options: Any) -> None:
        {"issue": self._issue, "list": self._list, "revoke": self._revoke}[verb](options)

    def _issue(self, options: dict[str, Any]) -> None:
        operator = options["operator"].lower()
        if not DOMAIN.fullmatch(operator):
            raise CommandError(f"{operator} is no domain name, as covoiturage.example.")
        self.stdout.write(keys.issue(operator, options["name"], options["scope"] or SCOPES))
        self.stderr.write("Hand it over by a safe way: it is kept as a hash only and cannot be shown again.")

    def _list(self, _: dict[str, Any]) -> None:
        for key in PartnerKey.objects.select_related("partner").order_by("partner__operator", "issued_at"):
            state = f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else "open"
            scopes = ",".join(key.scopes)
            self.stdout.write(
                f"{key.label}  {key.partner.operator}  {scopes}  {key.issued_at:%Y-%m-%d}  {state}"
            )

    def _revoke(self, options: dict[str, Any]) -> None:
        if not keys.revoke(options["label"]):
            raise CommandError(f"No key that still opens begins with {options['label']}.")
        self.stdout.write(f"{options['label']} opens nothing any more.")
