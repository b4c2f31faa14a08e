"""Slots: never more people than they take, changed until the evening before, told to whom it concerns."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from placette.core.tests.racing import at_once
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.collecting import sentences
from placette.groupbuys.collecting.actions import choosing, helping, slots
from placette.groupbuys.collecting.actions.slots import Planned
from placette.groupbuys.models import Helper, PickUp, Slot
from placette.notices.models import Notice
from placette.people.tests.factories import person_of

from .collected import share_of, slot_of, succeeded
from .factories import campaign_of

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 9, tzinfo=UTC)


@pytest.fixture
def people(db):
    return [person_of(name) for name in ("Nadia", "Luc", "Odile", "Karim")]


@pytest.fixture
def campaign(people, time_machine):
    time_machine.move_to(NOW - timedelta(days=20))
    campaign = succeeded(people[0], dict.fromkeys(people[:3], 1))
    time_machine.move_to(NOW)
    return campaign


def test_the_last_place_is_for_one_and_the_other_reads_why(people, campaign):
    slot = slot_of(campaign, SATURDAY, capacity=1)
    choosing.choose(share_of(campaign, people[1]), slot.pk)
    choosing.choose(share_of(campaign, people[1]), slot.pk)

    with pytest.raises(Refused, match="vient de se remplir"):
        choosing.choose(share_of(campaign, people[2]), slot.pk)

    slot.refresh_from_db()
    assert (slot.chosen, PickUp.objects.count()) == (1, 1)


def test_who_changes_frees_her_place(people, campaign):
    first, second = slot_of(campaign, SATURDAY, capacity=1), slot_of(campaign, SATURDAY, capacity=1)
    share = share_of(campaign, people[1])
    choosing.choose(share, first.pk)
    choosing.choose(share, second.pk)
    choosing.choose(share_of(campaign, people[2]), first.pk)
    assert list(Slot.objects.values_list("chosen", flat=True)) == [1, 1]
    choosing.give_up(share)
    assert list(Slot.objects.values_list("chosen", flat=True)) == [1, 0]


@pytest.mark.parametrize(
    ("now", "may"),
    [
        (datetime(2026, 11, 27, 20, 59, tzinfo=UTC), True),  # 21:59 in Fonsorbes
        (datetime(2026, 11, 27, 21, tzinfo=UTC), False),
    ],
)
def test_one_changes_until_the_evening_before(people, campaign, now, may):
    slot, other = slot_of(campaign, SATURDAY), slot_of(campaign, SATURDAY + timedelta(days=2))
    share = share_of(campaign, people[1])
    choosing.choose(share, slot.pk)
    if may:
        choosing.choose(share, other.pk, now)
    else:
        with pytest.raises(Refused, match="jusqu’à la veille"):
            choosing.choose(share, other.pk, now)
        with pytest.raises(Refused, match="jusqu’à la veille"):
            choosing.give_up(share, now)
    assert PickUp.objects.get().slot == (other if may else slot)


def test_who_had_none_still_chooses_on_the_day_until_it_begins(people, campaign):
    slot = slot_of(campaign, SATURDAY)
    with pytest.raises(Refused, match="a commencé"):
        choosing.choose(share_of(campaign, people[1]), slot.pk, SATURDAY)
    choosing.choose(share_of(campaign, people[1]), slot.pk, SATURDAY - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("written", "constraint"),
    [
        (lambda slot, share: Slot.objects.update(chosen=0), "a_slot_is_counted_from_who_comes"),
        (lambda slot, share: Slot.objects.update(capacity=0), "a_slot_takes_somebody"),
        (lambda slot, share: PickUp.objects.create(share=share, slot=slot), "never_more_than_the_slot_takes"),
        (
            lambda slot, share: Helper.objects.create(slot=slot, person=share.pledge.person),
            "never_more_hands_than_wanted",
        ),
    ],
)
def test_the_database_keeps_what_a_slot_takes(people, campaign, written, constraint):
    slot = slot_of(campaign, SATURDAY, capacity=1)
    choosing.choose(share_of(campaign, people[1]), slot.pk)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        written(slot, share_of(campaign, people[2]))


def test_a_slot_is_of_its_campaign(people, campaign):
    other = succeeded(people[0], {people[1]: 1}, title="Une autre")
    slot = slot_of(other, SATURDAY)
    with pytest.raises(Refused, match="n’existe plus"):
        choosing.choose(share_of(campaign, people[1]), slot.pk)
    with pytest.raises(IntegrityError, match="a_slot_is_of_its_campaign"):
        PickUp.objects.create(share=share_of(campaign, people[1]), slot=slot)


def test_no_slot_before_it_has_succeeded(people):
    with pytest.raises(Refused, match="plus rien à retirer"):
        slot_of(campaign_of(people[0]))


def test_the_same_form_twice_is_one_slot_and_other_words_another(people, campaign):
    planned = Planned(SATURDAY, SATURDAY + timedelta(hours=1), "Ici", 3)
    first, again = (slots.add(campaign.pk, planned, key="k") for _ in range(2))
    other = slots.add(campaign.pk, Planned(SATURDAY, SATURDAY + timedelta(hours=2), "Ici", 3), key="k")
    assert first == again != other
    assert Notice.objects.filter(facts__event="slots").count() == 3  # each who takes part, once


def test_a_slot_that_moves_is_told_and_keeps_its_people(people, campaign):
    slot = slot_of(campaign, SATURDAY, capacity=2, hands=1)
    choosing.choose(share_of(campaign, people[1]), slot.pk)
    helping.join(slot.pk, people[3])
    later = SATURDAY + timedelta(hours=1)

    slots.change(slot.pk, Planned(later, later + timedelta(hours=2), "Le parking", 1, 1))
    with pytest.raises(Refused, match="gardez au moins autant"):
        slots.change(slot.pk, Planned(later, later + timedelta(hours=2), "Le parking", 0, 1))
    with pytest.raises(Refused, match="au moins autant de coups de main"):
        slots.change(slot.pk, Planned(later, later + timedelta(hours=2), "Le parking", 1, 0))
    with pytest.raises(Refused, match="déplacez-le plutôt"):
        slots.remove(slot.pk)

    told = Notice.objects.filter(facts__event="moved")
    assert {each.person for each in told} == {people[1], people[3]}
    assert sentences.told(told[0].facts).replace("\u00a0", " ") == (
        "« Granulés de bois ensemble » : un créneau change. C’est maintenant samedi 28 novembre à 11 h, Le parking."
    )


def test_helpers_come_and_go_and_the_organiser_knows(people, campaign):
    slot = slot_of(campaign, SATURDAY, hands=1)
    helping.join(slot.pk, people[3])
    helping.join(slot.pk, people[3])
    with pytest.raises(Refused, match="assez de mains"):
        helping.join(slot.pk, people[1])
    helping.leave(slot.pk, people[3])
    helping.join(slot.pk, people[1])
    assert [each.person for each in Helper.objects.all()] == [people[1]]
    told = Notice.objects.filter(person=people[0], kind="collecting").order_by("pk")
    assert [each.facts["event"] for each in told] == ["slots", "helps", "helps_no_more", "helps"]
    people[1].delete()
    slot.refresh_from_db()
    assert slot.helping == 0


def test_a_slot_that_goes_while_somebody_presses_is_said(people, campaign):
    slot, planned = (
        slot_of(campaign, SATURDAY),
        Planned(SATURDAY, SATURDAY + timedelta(hours=1), "Ici", 3),
    )
    for _ in range(2):
        slots.remove(slot.pk)
    with pytest.raises(Refused, match="n’existe plus"):
        slots.change(slot.pk, planned)
    with pytest.raises(Refused, match="n’existe plus"):
        helping.join(slot.pk, people[3])
    helping.leave(slot.pk, people[3])
    assert not Slot.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_neighbours_choose_the_last_six_places_and_ten_want_to_help():
    people = [person_of(f"Voisin{n}") for n in range(20)]
    campaign = succeeded(people[0], dict.fromkeys(people, 1))
    first, second = (slot_of(campaign, capacity=3, hands=2) for _ in range(2))
    shares = {each.pk: share_of(campaign, each) for each in people}

    def act(step):
        kind, person = step
        try:
            if kind == "choose":
                choosing.choose(shares[person.pk], (first, second)[person.pk % 2].pk)
            elif kind == "help":
                helping.join(first.pk, person)
            else:  # behind the action's back: the database alone
                with transaction.atomic():
                    PickUp.objects.create(share=shares[person.pk], slot=first)
        except (Refused, IntegrityError) as refused:
            return kind, type(refused).__name__
        return kind, "done"

    steps = [("choose", each) for each in people[:14]]
    steps += [("help", each) for each in people[:10]] + [("write", each) for each in people[14:]]
    done = Counter(at_once(act, steps))

    assert done["choose", "done"] + done["write", "done"] == PickUp.objects.count() == 6
    assert done["help", "done"] == Helper.objects.count() == 2
    assert sorted(Slot.objects.values_list("chosen", "helping")) == [(3, 0), (3, 2)]
