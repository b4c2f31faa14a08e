"""Annonces for tests."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from placette.listings.actions import agreements, answering
from placette.listings.models import Agreement, Answer, Listing
from placette.people.models import Person
from placette.people.tests.factories import person_of


def listing_of(author: Person, **fields: Any) -> Listing:
    membership = author.memberships.select_related("commune").first()
    created_at = fields.pop("created_at", timezone.now())
    defaults = {
        "kind": "loan", "direction": "offer", "category": "tools", "title": "Une échelle", "text": "Au garage.",
        "commune": membership.commune, "quarter": membership.quarter, "created_at": created_at,
        "expires_at": created_at + timedelta(days=60),
    }  # fmt: skip
    return Listing.objects.create(author=author, **defaults | fields)


def request_of(author: Person, **fields: Any) -> Listing:
    return listing_of(
        author, **{"direction": "request", "title": "Je cherche une échelle", "audience": "commune"} | fields
    )


def answer_to(listing: Listing, person: Person | None = None, text: str = "J’en ai une") -> Answer:
    return answering.answer(listing, person or person_of("Karim", "Benali"), text)


def agreement_in(answer: Answer, by: Person | None = None, **terms: Any) -> Agreement:
    defaults = {
        "what": answer.listing.title,
        "starts_at": None,
        "ends_at": None,
        "price_cents": 0,
        "note": "",
    }
    return agreements.propose(answer, by or answer.person, **defaults | terms)
