from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from placette.people.models import Person
from placette.site.demo import accounts
from placette.site.demo.annonces import publish
from placette.site.demo.chance import Chance
from placette.site.demo.community_says import speak_for_all
from placette.site.demo.crews import form_crews
from placette.site.demo.directory import list_what_there_is
from placette.site.demo.exchanges import exchange
from placette.site.demo.faces import draw_faces, draw_things
from placette.site.demo.figures import count
from placette.site.demo.in_confidence import write_in_confidence
from placette.site.demo.invitations import invite
from placette.site.demo.neighbouring import exchange_between
from placette.site.demo.purchases import buy_together
from placette.site.demo.residents import settle
from placette.site.demo.rides import open_points, post_trips
from placette.site.demo.streets_and_ideas import report_and_propose
from placette.site.demo.townhall_says import speak
from placette.site.demo.without_a_screen import act_for_them


class Command(BaseCommand):
    help = "Fill the demo territory: Fonsorbes, the communes around it and the rest of its community."

    def handle(self, *args: Any, **options: Any) -> None:
        if Person.objects.filter(email=accounts.RESIDENT.email).exists():
            self.stdout.write("The demo is already there.")
            return
        began = monotonic()
        with transaction.atomic():
            chance = Chance()
            newcomers, memberships = settle(chance)
            self._say(f"{len(newcomers)} people", began)
            draw_faces(chance, newcomers, lambda text: self._say(text, began))
            made = publish(chance, memberships)
            draw_things(chance, made, lambda text: self._say(text, began))
            done = exchange(chance, [listing for listing, _ in made], memberships)
            self._say(f"{len(made)} annonces, {done} completed agreements", began)
            self._say(f"{open_points()} meeting points", began)
            self._say(f"{post_trips(chance, memberships)} trips", began)
            self._say(f"{form_crews(chance, memberships)} crews", began)
            self._say(f"{buy_together(chance, memberships)} grouped purchases", began)
            self._say(f"{speak(chance, memberships)} announcements", began)
            self._say(f"{speak_for_all(chance)} announcements of the community", began)
            self._say(f"{report_and_propose(chance, memberships)} street reports and ideas", began)
            self._say(f"{invite(chance, memberships)} campaigns of invitations", began)
            self._say(f"{act_for_them(chance)} residents without a screen", began)
            self._say(f"{write_in_confidence(chance, memberships)} letters to the CCAS", began)
            self._say(f"{exchange_between(chance, memberships)} exchanges between communes", began)
            self._say(f"{list_what_there_is()} associations and places", began)
            self._say(f"figures of {count(chance, memberships)} communes", began)

    def _say(self, text: str, began: float) -> None:
        self.stdout.write(f"  {text} ({monotonic() - began:.0f} s)")
        self.stdout.flush()
