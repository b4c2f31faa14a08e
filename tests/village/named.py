"""What an address of the site names in the village."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from placette.listings.models import CallNote

# By how an address begins, the first that fits: what its numbers name. « = »: the thing is the whole address; « ? »: what
# is asked for; « ! »: what a form must at least hold.
NAMED: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("annonces/", {"pk": "listing"}),
    ("api/v1/listings", {"pk": "listing"}),
    ("api/v1/purchases", {"pk": "purchase"}),
    ("api/v1/announcements", {"pk": "announcement"}),
    ("messages/", {"conversation_id": "conversation"}),
    ("accords/", {"pk": "agreement", "name": "cancel"}),
    ("entraide/sans-reponse/", {"pk": "unanswered", "!": f"done={CallNote.Done.values[0]}"}),
    ("moi/mercis/", {"pk": "thanks"}),
    ("avis/stop/", {"=": "stop"}),
    ("avis/faire/", {"=": "by mail"}),
    ("avis/", {"notice_id": "notice"}),
    ("attente/<str:token>/quitter/", {"token": "waiting"}),
    ("attente/", {"token": "to confirm"}),
    ("invitation/", {"token": "invited"}),
    ("equipe/", {"token": "role for the neighbour"}),
    ("garant/", {"token": "vouch"}),
    ("habitants/", {"person_id": "jeanne"}),
    ("suivi/", {"=": "followed"}),
    ("covoiturage/agenda/", {"key": "calendar"}),
    ("covoiturage/justificatifs/", {"year": "2026"}),
    ("trajets/aller/<int:pk>/emmener/", {"pk": "wanted way"}),
    ("trajets/aller/", {"pk": "way"}),
    ("trajets/partenaires/", {"pk": "partner"}),
    ("trajets/", {"pk": "trip"}),
    ("places/<int:pk>/code/", {"pk": "ridden"}),
    ("places/", {"pk": "booking"}),
    ("standard-covoiturage/", {"pk": "partner"}),
    ("equipages/invitation/", {"=": "to the crew"}),
    ("equipages/", {"pk": "crew", "other": "companion"}),
    ("signalements/achats/", {"pk": "purchase report"}),
    ("achats/merci/", {"thanks": "purchase thanks"}),
    ("achats/organiser/", {"=": "to organise"}),
    ("achats/<int:pk>/rejoindre/", {"=": "to the purchase"}),
    ("achats/<int:pk>/devis/", {"pk": "asking", "quote": "quote"}),
    ("achats/<int:pk>/interet/", {"pk": "asking"}),
    ("achats/<int:pk>/modifier/", {"pk": "asking"}),
    ("achats/<int:pk>/publier/", {"pk": "asking"}),
    ("achats/", {"pk": "purchase", "share": "share", "slot": "slot", "payment": "payment"}),
    ("devis/<str:token>/", {"=": "supplier"}),
    ("devis/", {"pk": "ordered"}),
    ("contrats/", {"pk": "contract"}),
    ("actualites/<int:pk>/alerte.xml", {"pk": "alert"}),
    ("actualites/<int:pk>/evenement.ics", {"pk": "event"}),
    ("actualites/", {"pk": "announcement"}),
    ("consultations/", {"pk": "poll"}),
    ("signalements/", {"pk": "report"}),
    ("idees/", {"pk": "idea"}),
    ("ccas/", {"pk": "letter"}),
    ("open311/v2/services/", {"code": "voirie", "?": "jurisdiction_id=31187"}),
    ("open311/", {"pk": "report", "?": "jurisdiction_id=31187"}),
    ("^couleurs/", {"=": "/couleurs/1f6f5c.css"}),
    ("communautes/", {"key": "200068641-agglo"}),
    ("venir/", {"mark": "mark"}),
    ("lettre/", {"commune": "31187", "code": "ABCD2345EFG"}),
    ("intercommunalite/inviter/", {"code": "closed commune"}),
    ("intercommunalite/annonces/", {"pk": "shared"}),
    ("operateur/demandes/", {"pk": "opening"}),
    ("operateur/contrats/", {"pk": "contract"}),
    ("mairie/actualites/", {"pk": "draft"}),
    ("mairie/consultations/", {"pk": "draft poll"}),
    ("mairie/points/", {"pk": "point"}),
    ("mairie/tableau/", {"name": "inscriptions"}),
    ("mairie/signalements/cles/", {"pk": "program"}),
    ("mairie/signalements/", {"pk": "report"}),
    ("mairie/idees/commentaires/", {"pk": "comment"}),
    ("mairie/idees/", {"pk": "idea"}),
    ("mairie/premiers-pas/", {"step": "group"}),
    ("mairie/espace/export/<str:token>/", {"=": "export"}),
    ("mairie/espace/devis/", {"pk": "ordered"}),
    ("mairie/rapports/", {"month": "2026-10"}),
    ("mairie/ccas/", {"pk": "letter"}),
    ("mairie/invitations/<int:pk>/affiche-", {"pk": "poster", "size": "a4"}),
    ("mairie/invitations/<int:pk>/lettres-", {"pk": "letters", "first": "first letter"}),
    ("mairie/invitations/", {"pk": "draft letters"}),
    ("mairie/equipe/invitations/", {"pk": "offered role"}),
    ("mairie/equipe/", {"pk": "role"}),
    ("mairie/annuaire/import/", {"pk": "import"}),
    ("mairie/annuaire/", {"name": "associations", "pk": "club"}),
    ("pour/<int:pk>/annonces/<int:listing_id>/fin/", {"pk": "carried", "listing_id": "her listing"}),
    (
        "pour/",
        {
            "pk": "carried", "listing_id": "shown listing", "conversation_id": "her conversation",
            "agreement_id": "her agreement", "name": "cancel", "campaign_id": "her purchase", "slot": "her slot",
            "trip_id": "her ride", "booking_id": "her place",
        },
    ),
)  # fmt: skip
# Names that mean the same wherever they stand; what is no thing of the village is a token that nobody was given.
EVERYWHERE = {
    "code": "31187", "key": "31187-fonsorbes", "section": "communes", "day": "1", "width": "400",
    "photo_name": f"2026/11/{'a' * 32}", "uuid": "00000000-0000-4000-8000-000000000000", "part": "972", "suffix": "pdf",
    "open311_form": "json",
}  # fmt: skip


def filled(address: str, things: Mapping[str, str]) -> str:
    """With the numbers of what has happened in the village in its places."""
    named = _named(address)
    query = f"?{named['?']}" if "?" in named else ""
    if whole := named.get("="):
        return urlsplit(things.get(whole, whole)).path + query

    def place(found: re.Match[str]) -> str:
        kind, _, name = found[1].rpartition(":")
        said = named.get(name) or EVERYWHERE.get(kind) or EVERYWHERE.get(name) or "1"
        return things.get(said, said)

    return "/" + re.sub(r"<([^>]+)>", place, address) + query


def typed(address: str) -> dict[str, str]:
    """What a form at this address must at least hold."""
    named = _named(address)
    return dict([named["!"].split("=")]) if "!" in named else {}


def _named(address: str) -> Mapping[str, str]:
    return next((named for start, named in NAMED if address.startswith(start)), {})
