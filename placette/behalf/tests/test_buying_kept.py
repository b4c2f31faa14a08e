"""Nothing is bought for her without a consent that stands, and nobody reads what another took for her."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from placette.behalf.actions import buying, consents, ending, taking_over
from placette.behalf.actions.acting import Refusal
from placette.core.tests.racing import at_once, side_by_side
from placette.groupbuys.actions import pledging
from placette.groupbuys.actions.closing import close
from placette.groupbuys.actions.extending import extend, stay
from placette.groupbuys.models import Campaign, Line, Pledge, PledgeDeed
from placette.groupbuys.tests.factories import campaign_of, product_of, takes, wish
from placette.notices.models import Notice
from placette.people.models import Deed
from placette.people.tests.factories import ambassador_of, officer_of, person_of

from .factories import carried_by, trusted_as_well
from .purchases import bought, ordered, page_of, text_of

pytestmark = pytest.mark.django_db


def test_the_database_lets_nobody_take_part_for_her_without_consent(client, officer, consent, campaign):
    pledge = bought(client, officer, consent, campaign)
    other = campaign_of(person_of("Karim"), title="Des pommes")
    facts = {"consent": consent, "by": officer, "holder": "town_hall"}
    posting = Deed.objects.create(scope="posts", **facts)
    unused = Deed.objects.create(scope="buys", **facts)
    karim = person_of("Karim", "Benali")
    now = timezone.now()

    def refused(act, name: str):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            act()

    refused(lambda: Pledge.objects.create(campaign=other, person=consent.person), "nothing_without_consent")
    refused(
        lambda: Pledge.objects.create(campaign=other, person=consent.person, deed=posting),
        "nothing_without_consent",
    )
    refused(
        lambda: Pledge.objects.create(campaign=other, person=karim, deed=unused), "a_deed_is_its_author_s"
    )
    hers = Pledge.objects.filter(pk=pledge.pk)
    refused(lambda: hers.update(deed=None, changed_at=now), "nothing_without_consent")
    refused(
        lambda: PledgeDeed.objects.create(deed=posting, pledge=pledge, what="takes"), "a_deed_is_its_author_s"
    )
    refused(lambda: PledgeDeed.objects.update(what="withdraws"), "a_closed_campaign_never_changes")
    ending.end(consent, officer)
    refused(lambda: hers.update(deed=unused, changed_at=now), "nothing_without_consent")


def test_what_an_ambassador_took_for_her_no_officer_reads(client, officer, nadia):
    lucien = ambassador_of()
    his = carried_by(lucien, "ambassador")
    theirs = trusted_as_well(his, officer)
    campaign = campaign_of(nadia, title="Du miel", shown_to_town_hall=True)
    bought(client, lucien, his, campaign)
    close(campaign.pk, campaign.deadline)

    client.force_login(officer)
    pages = [text_of(client.get(f"/pour/{theirs.pk}/{page}")) for page in ("", "achats/")]

    assert all("Du miel" not in page for page in pages)
    assert client.get(page_of(theirs, campaign)).status_code == 404
    assert client.get(page_of(theirs, campaign) + "part.pdf").status_code == 404
    assert not Notice.objects.filter(person=officer, kind="for_carried").exists()
    assert Notice.objects.filter(person=lucien, kind="for_carried").exists()


def test_without_a_deed_nobody_says_yes_for_her(client, officer, consent, campaign, nadia):
    takes(nadia, campaign, 5)
    client.force_login(officer)
    client.post(page_of(consent, campaign), ordered(campaign, "1", 28_500))
    takes(nadia, campaign, 1)  # dearer now
    extend(campaign.pk, nadia, campaign.deadline + timezone.timedelta(days=5))

    for act in (pledging.accept, stay):
        with pytest.raises(ValueError, match="but by a deed"):
            act(campaign.pk, consent.person)

    pledge = Pledge.objects.get(person=consent.person)
    assert (pledge.stays_at, pledge.lines.get().accepted_cents) == (None, 28_500)


@pytest.mark.parametrize("act", ["pledge", "withdraw", "accept", "stay"])
def test_what_one_helper_took_meanwhile_the_other_does_not_change(officer, nadia, act):
    lucien = ambassador_of()
    his = carried_by(lucien, "ambassador")
    theirs = trusted_as_well(his, officer)
    campaign = campaign_of(nadia, shown_to_town_hall=True)
    product = product_of(campaign)
    buying.pledge(his, lucien, campaign.pk, [wish(product, 2)])
    more = {"pledge": [[wish(product, 5)]], "accept": [{product.pk: 30_000}]}.get(act, [])

    with pytest.raises(Refusal, match="rien n’a été noté"):
        getattr(buying, act)(theirs, officer, campaign.pk, *more)

    pledge = Pledge.objects.select_related("deed").get()
    assert (pledge.deed.by, [each.quantity for each in pledge.lines.all()]) == (lucien, [2])
    assert Deed.objects.count() == 1
    buying.withdraw(his, lucien, campaign.pk)
    buying.pledge(theirs, officer, campaign.pk, [wish(product, 5)])  # free again


def test_what_the_other_took_while_she_was_asked_is_said_and_nothing_typed_is_lost(
    client, officer, nadia, monkeypatch
):
    lucien = ambassador_of()
    his = carried_by(lucien, "ambassador")
    theirs = trusted_as_well(his, officer)
    campaign = campaign_of(nadia, shown_to_town_hall=True)
    taken, wishes = buying.pledge, [wish(product_of(campaign), 1)]

    def after_his(*rest):
        taken(his, lucien, campaign.pk, wishes)
        taken(*rest)

    monkeypatch.setattr(buying, "pledge", after_his)
    client.force_login(officer)

    answer = client.post(page_of(theirs, campaign), ordered(campaign, "2,5", whatever="on"))

    assert answer.status_code == 409
    assert "n’est plus à lui proposer ici" in text_of(answer)
    assert "Granulés en sac : 2,5 t" in text_of(answer)
    assert Line.objects.get().quantity == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_helpers_at_once_one_takes_for_her_and_the_other_is_told():
    officer, lucien = officer_of(), ambassador_of()
    his = carried_by(lucien, "ambassador")
    theirs = trusted_as_well(his, officer)
    campaign = campaign_of(person_of("Nadia"), shown_to_town_hall=True)
    product = product_of(campaign)

    def take(given):
        consent, by, quantity = given
        buying.pledge(consent, by, campaign.pk, [wish(product, quantity)])

    said = at_once(take, [(his, lucien, 2), (theirs, officer, 5)], refusals=Refusal)

    assert [isinstance(each, Refusal) for each in said] in ([False, True], [True, False])
    assert Line.objects.get().quantity == (2 if said[0] is None else 5)
    assert Deed.objects.count() == 1


def test_what_was_to_be_taken_stays_to_be_copied_when_she_takes_her_consent_back(
    client, officer, consent, campaign, monkeypatch
):
    taken = buying.pledge

    def too_late(given, *rest):
        ending.end(given, officer)
        taken(given, *rest)

    monkeypatch.setattr(buying, "pledge", too_late)
    client.force_login(officer)

    answer = client.post(page_of(consent, campaign), ordered(campaign, "2,5", whatever="on"))

    assert answer.status_code == 409
    assert "Granulés en sac : 2,5 t" in text_of(answer)
    assert not Pledge.objects.exists()


@pytest.mark.parametrize("end", ["taken back", "no longer to buy", "erased"])
def test_an_open_order_is_given_back_when_nobody_may_say_yes_again(client, officer, consent, campaign, end):
    bought(client, officer, consent, campaign)

    if end == "taken back":
        ending.end(consent, officer)
    elif end == "erased":
        ending.leave(consent, officer)
    else:
        consents.give(consent, officer, how="oral", scopes=["posts"])

    campaign.refresh_from_db()
    assert campaign.takers == 0
    assert not Line.objects.exists()


def test_a_consent_said_anew_keeps_what_she_takes(client, officer, consent, campaign):
    bought(client, officer, consent, campaign)

    again = consents.give(consent, officer, how="signed", scopes=["buys"])

    assert "Elle participe" in text_of(client.get(page_of(again, campaign)))
    assert Campaign.objects.get().takers == 1


@pytest.mark.django_db(transaction=True)
def test_of_a_pledge_and_a_consent_taken_back_at_once_nothing_is_left_that_nobody_answers_for():
    officer = officer_of()
    consent = carried_by(officer)
    campaign = campaign_of(person_of("Nadia"), shown_to_town_hall=True)
    wishes = [wish(product_of(campaign), 1)]

    said, _ = side_by_side(
        lambda: buying.pledge(consent, officer, campaign.pk, wishes),
        lambda: ending.end(consent, officer),
        refusals=Refusal,
    )

    campaign.refresh_from_db()
    assert campaign.takers == 0
    assert not Line.objects.exists()
    assert Deed.objects.count() == (0 if isinstance(said, Refusal) else 1)


def test_who_takes_her_account_over_keeps_her_order_and_answers_for_it(client, officer, consent, campaign):
    pledge = bought(client, officer, consent, campaign)
    taking_over.take_over(taking_over.issue(consent, officer), person_of("Nouvelle", "", lives_in=None))
    odette = consent.person
    odette.refresh_from_db()

    pledge = Pledge.objects.select_related("person", "deed__by").get(pk=pledge.pk)
    assert (pledge.items, pledge.whose) == (1, "Odette M.")
    takes(odette, campaign, 3)
    pledge.refresh_from_db()
    assert pledge.deed is None
