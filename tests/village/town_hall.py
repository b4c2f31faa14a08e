"""What a town hall, its community and its social service have, and what they were told."""

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from placette.behalf.actions import buying, riding
from placette.behalf.tests.factories import carried_by, posted_by
from placette.behalf.tests.rides import asked_by, offered_by
from placette.carpool.actions.meeting_points import add
from placette.civic.actions import ideas, shared
from placette.civic.models import Comment, PartnerKey
from placette.civic.open311 import keys
from placette.civic.tests.factories import announcement_of, poll_of
from placette.civic.tests.reporting import idea_of, report_of
from placette.groupbuys.actions.closing import close
from placette.groupbuys.tests.collected import slot_of
from placette.groupbuys.tests.factories import campaign_of, product_of, wish
from placette.impact.periods import MONTH, Period
from placette.invitations import addressees
from placette.invitations.actions import campaigns, drafts, letters, mails
from placette.invitations.models import Letter
from placette.invitations.tests.campaigns import letters_to
from placette.listings.actions import agreements
from placette.listings.models import Quotation, Thanks
from placette.listings.tests.factories import agreement_in, answer_to
from placette.people.models import Person
from placette.people.tests.factories import commune_of, person_of
from placette.places import tokens
from placette.places.models import Boundary, Space, Waiting
from placette.social.tests.factories import letter_of
from placette.team.actions import roles
from placette.townhall.actions import contracts, exports, opening
from placette.townhall.directory import actions as directory
from placette.townhall.directory.kinds import ASSOCIATIONS
from placette.townhall.models import Association
from placette.townhall.reports import actions as reports
from placette.townhall.tests.lists import LIST
from placette.townhall.tests.test_dashboard import a_lively_october

from .neighbours import THEIRS
from .people import COMMUNE

# To whom links lead that are on no page.
INVITED, WAITS = "zoe@exemple.fr", "yves@example.org"
SQUARE = [[1.1, 43.4], [1.4, 43.4], [1.4, 43.6], [1.1, 43.6], [1.1, 43.4]]


def served(people: Mapping[str, Person]) -> dict[str, object]:
    """Its number or its whole address, by the name that named.py gives it."""
    officer = people["officer"]
    return (
        _said(officer, people["territory_officer"], people["jeanne"])
        | _told(people["jeanne"], people["karim"])
        | _invited(officer)
        | _kept(officer)
        | _carried(officer, people["karim"])
        | _asked_to_serve(officer, people["neighbour"])
        | {
            "point": add(commune_of(), officer, "Place de la halle", (43.53, 1.23), "").pk,
            "role": people["ambassador"].roles.get().pk,
        }
        | _next_door()
    )


def _said(officer: Person, territory_officer: Person, jeanne: Person) -> dict[str, object]:
    commune = commune_of()
    told = {"level": "normal", "title": "Bus gratuits", "text": "Samedi.", "place": ""}
    return {
        "announcement": announcement_of(officer).pk,
        "draft": announcement_of(officer, published=False).pk,
        "alert": announcement_of(officer, level="emergency").pk,
        "event": announcement_of(officer, place="La halle", starts_at=timezone.now() + timedelta(days=9)).pk,
        "poll": poll_of(officer).pk,
        "draft poll": poll_of(officer, published=False).pk,
        "shared": shared.publish(territory_officer, commune.community, [commune], **told).pk,
    }


def _told(jeanne: Person, karim: Person) -> dict[str, object]:
    idea = idea_of(jeanne)
    ideas.comment(idea, karim, "Bonne idée.")
    keys.issue(commune_of(), "Voirie 2000", jeanne)
    return {
        "report": report_of(jeanne).pk,
        "idea": idea.pk,
        "comment": Comment.objects.get().pk,
        "program": PartnerKey.objects.get().pk,
        "letter": letter_of(jeanne, THEIRS).pk,
    }


def _invited(officer: Person) -> dict[str, object]:
    """A list that is looked at, letters with their codes as the worker has made them, e-mails that leave, and a poster."""
    sent = letters_to("3 rue des Tilleuls", officer)
    campaigns.begin(sent.pk, officer)
    letters.make_packet(sent.pk)
    written = drafts.draft("emails", commune_of(), officer, "Médiathèque", "", addressees.from_text(INVITED))
    campaigns.begin(written.pk, officer)
    poster = campaigns.put_up(commune_of(), officer, "Le marché", "")
    return {
        "draft letters": letters_to("5 rue des Tilleuls", officer).pk,
        "letters": sent.pk,
        "first letter": Letter.objects.get(campaign=sent).number,
        "invited": mails.token_of(written.pk, INVITED),
        "poster": poster.pk,
        "mark": poster.mark,
    }


def _asked_to_serve(officer: Person, neighbour: Person) -> dict[str, object]:
    """A role is offered to somebody outside, and one to her neighbour."""
    commune = commune_of()
    return {
        "offered role": roles.invite(commune, "odile@example.org", "elected", officer).pk,
        "role for the neighbour": roles.token_of(
            roles.invite(commune, str(neighbour.email), "ambassador", officer)
        ),
    }


def _kept(officer: Person) -> dict[str, object]:
    """Figures, the paper of a month, an order, an export, and a list on its way into the directory."""
    commune = commune_of()
    Space.objects.filter(commune=commune).update(opened_at=datetime(2026, 9, 20, tzinfo=UTC))
    Boundary.objects.create(
        commune=commune, geojson={"type": "Polygon", "coordinates": [SQUARE]}, west=1.1, south=43.4, east=1.4, north=43.6
    )  # fmt: skip
    a_lively_october()
    reports.make(COMMUNE, Period(MONTH, date(2026, 10, 1)), timezone.localdate())
    ordered = contracts.quote(commune, officer)
    export = exports.ask(commune, officer)
    exports.make(export.pk)
    drafts = (
        directory.begin(commune, officer, ASSOCIATIONS, io.BytesIO(LIST.encode()), "liste.csv") for _ in "ab"
    )
    directory.carry_out(next(drafts).pk, commune, officer)
    return {
        "club": Association.objects.first().pk,
        "ordered": ordered.pk,
        "contract": contracts.accept(ordered.pk, commune, officer).pk,
        "export": reverse("townhall:space_export_file", args=[exports.token(export)]),
        "import": next(drafts).pk,
    }


def _carried(officer: Person, karim: Person) -> dict[str, object]:
    """A resident without a screen, for whom the town hall asks, answers, agrees, buys and finds a place in a car; her
    neighbour lets it quote his thanks.
    """
    consent = carried_by(officer)
    asked = posted_by(consent, title="Changer une ampoule", direction="request", audience="commune")
    answer = answer_to(asked, karim, "Je passe samedi.")
    agreement = agreement_in(answer, karim)
    agreements.take("accept", agreement, consent.person)
    quoted = Thanks.objects.create(
        agreement=agreement, author=karim, to=consent.person, text="Merci pour le thé !"
    )
    Quotation.objects.create(thanks=quoted)
    purchase = campaign_of(karim, title="Des noix ensemble", shown_to_town_hall=True)
    buying.pledge(consent, officer, purchase.pk, [wish(product_of(purchase), 1)])
    close(purchase.pk, purchase.deadline)
    ride = asked_by(consent, officer)
    place = offered_by(karim, ride)
    riding.take(consent, officer, place, "accept")
    return {
        "her ride": ride.pk,
        "her place": place.pk,
        "her purchase": purchase.pk,
        "her slot": slot_of(purchase).pk,
        "carried": consent.pk,
        "her listing": asked.pk,
        "her conversation": answer.conversation_id,
        "her agreement": agreement.pk,
    }


def _next_door() -> dict[str, object]:
    """A commune whose square is not open yet: who waits there, and who asks for it."""
    commune = commune_of("31547", open=False)
    waits = Waiting.objects.create(commune=commune, email="odile@example.org", confirmed_at=timezone.now())
    asks = Waiting.objects.create(commune=commune, email=WAITS)
    clerk = person_of("Paul", lives_in=None)
    return {
        "closed commune": commune.pk,
        "waiting": tokens.make(waits.pk, tokens.LEAVE),
        "to confirm": tokens.make(asks.pk, tokens.CONFIRM),
        "opening": opening.ask(commune, clerk, "maire", "", by_operator=True).pk,
    }
