"""What a rule allows and what its query finds are the same, in any small world.

Every property draws four communes of two communities, some of which touch, and people and annonces of all sorts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import combinations

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import event, given, settings
from hypothesis import strategies as st

from placette.conversations.models import Participant
from placette.conversations.queries import conversation_of
from placette.listings import agreement_rules, rules
from placette.listings.actions.asking import ambassadors, around, helpers
from placette.listings.models import Agreement, Answer, Listing, Thanks
from placette.listings.queries import agreements, annonces
from placette.people import queries as people_queries
from placette.people import rules as people_rules
from placette.people.audience import Audience
from placette.people.models import Membership, Person, Role
from placette.people.standing import NOBODY, Standing
from placette.people.tests.factories import commune_of, person_of, standing, touching

from .factories import agreement_in, answer_to

pytestmark = pytest.mark.django_db
COMMUNES = {"31187": "200068641", "31499": "200068641", "31445": "200068641", "75056": "200054781"}
PAIRS = list(combinations(COMMUNES, 2))
Purpose = Membership.Purpose


@dataclass(frozen=True)
class Drawn:
    """Somebody as hypothesis draws her: where she lives and works, verified or not, and what she is besides."""

    home: str | None = None
    work: str | None = None
    home_verified: bool = True
    work_verified: bool = True
    is_active: bool = True
    shows_profile_to_town_hall: bool = False
    roles: frozenset[tuple[str, str, bool]] = field(default_factory=frozenset)


codes = st.sampled_from(list(COMMUNES))
roles = st.frozensets(st.tuples(st.sampled_from(["officer", "ambassador"]), codes, st.booleans()), max_size=2)
strangers = st.builds(
    Drawn,
    home=st.none() | codes,
    work=st.none() | codes,
    home_verified=st.booleans(),
    work_verified=st.booleans(),
    is_active=st.booleans(),
    shows_profile_to_town_hall=st.booleans(),
    roles=roles,
)
drawn_listings = st.fixed_dictionaries(
    {
        "author": st.integers(0, 3),
        "code": codes,
        "audience": st.sampled_from(Audience.values),
        "state": st.sampled_from(Listing.State.values),
        "direction": st.sampled_from(Listing.Direction.values),
        "shown_to_town_hall": st.booleans(),
        "widened": st.booleans(),
    }
)
worlds = {
    "touch": st.sets(st.sampled_from(PAIRS)),
    "drawn": st.lists(strangers, min_size=4, max_size=6),
    "wanted": st.lists(drawn_listings, min_size=1, max_size=5),
}
in_any_world = settings(max_examples=12, deadline=None)


@contextmanager
def world(
    touch: set[tuple[str, str]], drawn: list[Drawn], wanted: list[dict]
) -> Iterator[tuple[list[Person], list[Listing]]]:
    """The people and annonces that were drawn, forgotten afterwards."""
    with transaction.atomic():
        for code, community in COMMUNES.items():
            commune_of(code, community=community)
        for pair in touch:
            touching(*pair)
        people = [_person(number, each) for number, each in enumerate(drawn)]
        yield people, [_listing(people, each) for each in wanted]
        transaction.set_rollback(True)


def _person(number: int, drawn: Drawn) -> Person:
    person = person_of(
        f"Voisin{number}",
        lives_in=None,
        is_active=drawn.is_active,
        shows_profile_to_town_hall=drawn.shows_profile_to_town_hall,
    )
    held = {
        drawn.work: (Purpose.WORK, drawn.work_verified),
        drawn.home: (Purpose.HOME, drawn.home_verified),
    }
    now = timezone.now()
    Membership.objects.bulk_create(
        Membership(person=person, commune_id=code, purpose=purpose, verified_at=now if proved else None)
        for code, (purpose, proved) in held.items()
        if code
    )
    current = {(name, code): ended for name, code, ended in drawn.roles}
    Role.objects.bulk_create(
        Role(person=person, name=name, commune_id=code, until=now + timedelta(1) if ended else None)
        for (name, code), ended in current.items()
    )
    return person


def _listing(people: list[Person], wanted: dict) -> Listing:
    """An annonce where its author is no member any more is one, too."""
    fields = {name: wanted[name] for name in ("audience", "state", "direction", "shown_to_town_hall")}
    now = timezone.now()
    return Listing.objects.create(
        author=people[wanted["author"]], commune=commune_of(wanted["code"]), kind="loan", category="tools",
        title="Une échelle", expires_at=now, widened_at=now if wanted["widened"] else None, **fields,
    )  # fmt: skip


def everybody(people: list[Person]) -> list[Standing]:
    return [NOBODY, *map(standing, people)]


@settings(in_any_world, max_examples=25)
@given(**worlds)
def test_who_may_see_an_annonce_finds_it_and_nobody_else(touch, drawn, wanted):
    with world(touch, drawn, wanted) as (people, listings):
        for who in everybody(people):
            allowed = {each.pk for each in listings if rules.may_see(who, each)}
            event("sees some" if 0 < len(allowed) < len(listings) else "sees all or none")

            assert set(annonces.visible_to(who).values_list("pk", flat=True)) == allowed
            assert {each.pk for each in listings if annonces.detail(who, each.pk)} == allowed


@in_any_world
@given(**worlds)
def test_the_feed_the_desk_and_a_profile_show_what_may_be_seen_and_stands(touch, drawn, wanted):
    with world(touch, drawn, wanted) as (people, listings):
        active = [each for each in listings if each.state == Listing.State.ACTIVE]
        for who in everybody(people):
            seen = {each.pk for each in active if rules.may_see(who, each)}
            at_the_desk = {each.pk for each in annonces.shown_to_town_hall(who)}
            of_somebody = [annonces.active_of(who, each.pk) for each in people]
            answerable = {each.pk for each in listings if rules.may_answer(who, each)}

            assert {each.pk for each in annonces.feed(who, annonces.Filters()).listings} == seen
            assert {each.pk for shown in of_somebody for each in shown} == seen
            assert at_the_desk <= seen
            assert answerable <= seen


@in_any_world
@given(**worlds)
def test_who_is_told_of_a_request_may_answer_it(touch, drawn, wanted):
    with world(touch, drawn, wanted) as (people, listings):
        waiting = [each for each in listings if each.state == "active" and each.author.is_active]
        requests = [each for each in waiting if each.direction == "request"]
        for request in requests:
            reached = {request.commune_id} | (around(request) if request.widened_at else set())
            asked = {*helpers(request, reached), *ambassadors(request)}
            told = [each for each in people if each.pk in asked]
            event("tells some" if told else "tells nobody")

            assert len(told) == len(asked)
            assert all(each.is_active and rules.may_answer(standing(each), request) for each in told)


@in_any_world
@given(**worlds)
def test_a_profile_shows_the_memberships_that_one_may_know_of(touch, drawn, wanted):
    with world(touch, drawn, wanted) as (people, _):
        for who in everybody(people):
            for person in people:
                known = {
                    each.pk
                    for each in person.memberships.all()
                    if people_rules.may_see_membership(who, person, each)
                }
                expected = known if person.is_active and (known or who.person == person) else None

                found = people_queries.profile_of(who, person.pk)

                assert (None if found is None else {each.pk for each in found.memberships}) == expected


@in_any_world
@given(**worlds, hidden=st.sets(st.integers(0, 5)))
def test_the_names_on_a_profile_are_of_those_whose_profile_opens(touch, drawn, wanted, hidden):
    with world(touch, drawn, wanted) as (people, _):
        owner, *others = people
        thanks = [thanks_of(owner, each, shown=number not in hidden) for number, each in enumerate(others)]
        for who in everybody(people):
            opens = people_queries.profile_of(who, owner.pk) is not None
            known = {each for each in people if people_queries.profile_of(who, each.pk)}

            said = agreements.thanks_to(who, owner)

            event("reads some" if 0 < len(said) < len(thanks) else "reads all or none")
            if who.person == owner:
                assert set(said) == set(thanks)
            else:
                assert {each.author for each in said} <= known
                assert all(each.shown_on_profile for each in said)
                assert opens or not said
                assert not (who.town_halls and not who.is_verified and said)


def thanks_of(to: Person, author: Person, *, shown: bool) -> Thanks:
    """They have done something together, wherever they live now."""
    listing = Listing.objects.create(
        author=to, commune=commune_of("31187"), kind="loan", direction="offer", category="tools", title="Échelle",
        expires_at=timezone.now(),
    )  # fmt: skip
    agreement = agreement_in(answer_to(listing, author))
    return Thanks.objects.create(
        agreement=agreement, author=author, to=to, text="Merci !", shown_on_profile=shown
    )


@in_any_world
@given(**worlds)
def test_everybody_on_the_list_of_a_commune_has_a_profile_for_those_who_may_enter(touch, drawn, wanted):
    with world(touch, drawn, wanted) as (people, _):
        for code in COMMUNES:
            listed = [each.person for each in people_queries.members(code, "", None)]
            entering = [who for who in everybody(people) if people_rules.may_enter(who, code)]

            assert all(each.is_active for each in listed)
            assert all(people_queries.profile_of(who, each.pk) for who in entering for each in listed)


@in_any_world
@given(**worlds)
def test_only_the_two_of_an_answer_find_its_conversation_and_agreement(touch, drawn, wanted):
    with world(touch, drawn, wanted) as (people, listings):
        helper = next(each for each in people if each.pk != listings[0].author_id)
        answer = answer_to(listings[0], helper)
        agreement = agreement_in(answer)
        for who in map(standing, people):
            takes_part = agreement_rules.is_party(who, answer)

            assert (conversation_of(who.person, answer.conversation_id) is not None) == takes_part
            assert (agreements.agreement_of(who, agreement.pk) is not None) == takes_part
            assert bool(agreements.agreements_of(who)) == takes_part
        assert Participant.objects.count() == len(agreement_rules.parties(answer))
        assert (Answer.objects.count(), Agreement.objects.count()) == (1, 1)
