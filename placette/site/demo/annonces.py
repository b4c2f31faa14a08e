"""The annonces of the demo, in every state."""

from datetime import timedelta

from placette.listings.kinds import KINDS
from placette.listings.models import Listing
from placette.people.audience import Audience
from placette.people.models import Membership

from . import accounts
from .chance import DAYS, Chance
from .content.annonces import ENTRIES, REQUEST, Entry

COUNT = 600
State = Listing.State


def publish(chance: Chance, memberships: list[Membership]) -> list[tuple[Listing, Entry]]:
    """600 annonces by verified people, more of them recent; half of the authors write most of them."""
    verified = [each for each in memberships if each.verified_at]
    busy = chance.draw.sample(verified, len(verified) // 2)
    made = []
    for number in range(COUNT):
        entry = ENTRIES[number % len(ENTRIES)] if number < 2 * len(ENTRIES) else chance.draw.choice(ENTRIES)
        author = chance.draw.choice(busy if chance.likely(0.8) else verified)
        made.append((_listing(chance, number, entry, author), entry))
    made += [
        (_listing(chance, COUNT + n, entry, author, DAYS / 20), entry)
        for n, (entry, author) in enumerate(_of_the_hosts(chance, verified))
    ]
    made.sort(key=lambda each: each[0].created_at)
    Listing.objects.bulk_create([listing for listing, _ in made])
    return made


def _of_the_hosts(chance: Chance, verified: list[Membership]) -> list[tuple[Entry, Membership]]:
    """What the two residents of the demo have posted lately."""
    hosts = [
        each for each in verified if each.person.email in {accounts.RESIDENT.email, accounts.SECOND.email}
    ]
    return [(entry, host) for host in hosts for entry in chance.draw.sample(ENTRIES, 4)]


def _listing(chance: Chance, number: int, entry: Entry, author: Membership, since: float = DAYS) -> Listing:
    life = timedelta(days=KINDS[entry.kind].days)
    # Skewed towards today: the place grows.
    created_at = chance.moment(since * chance.draw.random() ** 1.6 + 0.05)
    trusted_at = author.verified_at or chance.now
    if created_at < trusted_at:
        created_at = chance.between(trusted_at)
    expires_at = created_at + life
    titles, texts = entry.titles, entry.texts
    listing = Listing(
        author=author.person,
        commune=author.commune,
        quarter=author.quarter,
        kind=entry.kind,
        direction=entry.direction,
        category=entry.category,
        title=titles[number // len(ENTRIES) % len(titles)]
        if number < 2 * len(ENTRIES)
        else chance.draw.choice(titles),
        text=chance.draw.choice(texts) if chance.likely(0.93) else "",
        price_cents=chance.draw.choice(entry.euros) * 100 if entry.euros else None,
        audience=chance.draw.choices(Audience.values, weights=(25, 60, 15))[0],
        shown_to_town_hall=chance.likely(0.08),
        created_at=created_at,
        updated_at=created_at,
        expires_at=expires_at,
    )
    listing.state = _state(chance, listing)
    if listing.state == State.CLOSED:
        listing.updated_at = chance.soon_after(created_at, 24 * 9)
    if entry.direction == REQUEST and chance.now - created_at > timedelta(hours=24) and chance.likely(0.15):
        listing.widened_at = created_at + timedelta(hours=24)
    return listing


def _state(chance: Chance, listing: Listing) -> str:
    if listing.expires_at <= chance.now:
        return State.CLOSED if chance.likely(0.7) else State.EXPIRED
    age = (chance.now - listing.created_at).days
    return chance.draw.choices(
        (State.ACTIVE, State.PAUSED, State.CLOSED), weights=(100, 5 if age > 3 else 0, min(age * 3, 60))
    )[0]
