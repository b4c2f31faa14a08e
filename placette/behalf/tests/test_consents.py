"""Nothing is done without her consent, whoever tries; she takes it back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from placette.behalf import queries
from placette.behalf.actions import acting, consents, ending, taking_over
from placette.conversations.models import Message
from placette.core.tests.racing import side_by_side
from placette.listings.models import Listing
from placette.listings.tests.factories import answer_to, listing_of
from placette.people.models import Consent, Deed, Person, Role
from placette.people.tests.factories import ambassador_of, commune_of, member_of, officer_of, person_of
from placette.places.models import Space
from placette.trust.models import Line

from .factories import carried_by, posted_by, trusted_as_well

pytestmark = pytest.mark.django_db


def test_a_consent_taken_back_ends_everything_at_once(client):
    officer = officer_of()
    consent = carried_by(officer)
    listing = listing_of(consent.person)
    answer = answer_to(listing, person_of("Karim"))
    client.force_login(officer)

    client.post(f"/pour/{consent.pk}/fin/")

    for page in ("", "annonce/", "annonces/", "feuille.pdf", f"messages/{answer.conversation_id}/"):
        assert client.get(f"/pour/{consent.pk}/{page}").status_code == 404
    with pytest.raises(acting.Refusal):
        acting.write(consent, officer, answer.conversation, "Encore un mot", None)
    listing.refresh_from_db()
    assert listing.state == Listing.State.CLOSED
    assert Line.objects.first().verb == "consent.ended"


def test_what_she_did_not_agree_to_is_refused_in_words(client):
    officer = officer_of()
    consent = carried_by(officer, scopes=["writes"])
    client.force_login(officer)
    asked = {
        "direction": "request",
        "kind": "help",
        "title": "Une ampoule",
        "category": "home",
        "audience": "commune",
    }

    page = client.post(f"/pour/{consent.pk}/annonce/", asked, follow=True)

    assert "Son accord ne va pas jusque-là" in page.content.decode()
    assert not Listing.objects.exists()


def test_without_leave_to_write_nobody_opens_her_messages(client):
    officer = officer_of()
    consent = carried_by(officer, scopes=["posts"])
    answer = answer_to(listing_of(consent.person), person_of("Karim"), "Un mot pour elle")
    client.force_login(officer)

    assert client.get(f"/pour/{consent.pk}/messages/{answer.conversation_id}/").status_code == 404
    assert "Un mot pour elle" not in client.get(f"/pour/{consent.pk}/").content.decode()


def test_the_database_lets_nothing_be_done_without_consent():
    officer = officer_of()
    consent = carried_by(officer, scopes=["posts"])
    facts = {"consent": consent, "by": officer, "holder": "town_hall"}
    deed = Deed.objects.create(scope="posts", **facts)
    conversation = answer_to(listing_of(consent.person)).conversation
    ending.end(consent, officer)

    refused = (
        lambda: Deed.objects.create(scope="posts", **facts),
        lambda: Deed.objects.filter(pk=deed.pk).update(scope="writes"),
        lambda: Consent.objects.update(ended_at=None),
        lambda: Consent.objects.update(agrees=True),
        lambda: Person.objects.filter(pk=consent.person_id).update(password="known"),
        lambda: Consent.objects.create(
            person=person_of(), commune=commune_of(), holder="town_hall", posts=True
        ),
        lambda: listing_of(person_of(), deed=deed),
        lambda: Message.objects.create(conversation=conversation, author=officer, body="Un mot", deed=deed),
    )
    for act in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_the_database_keeps_an_account_of_her_own_and_a_consent_apart():
    consent = carried_by(officer_of())
    hers = Person.objects.filter(pk=consent.person_id)

    with pytest.raises(IntegrityError, match="somebody still acts for her"), transaction.atomic():
        _taken_over(hers)
    ending.end(consent, None)
    _taken_over(hers)
    with pytest.raises(IntegrityError, match="an account of her own"), transaction.atomic():
        Consent.objects.create(person=consent.person, commune=commune_of(), holder="town_hall", posts=True)


def _taken_over(hers):
    hers.update(email="odette@example.org")
    at_commit()


def at_commit():
    """What the database asks when a transaction ends, asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_an_old_process_writes_her_address_before_it_ends_the_consents():
    consent = carried_by(officer_of())

    with transaction.atomic():
        Person.objects.filter(pk=consent.person_id).update(email="odette@example.org")
        Consent.objects.filter(pk=consent.pk).update(ended_at=timezone.now())
    at_commit()

    assert not Consent.objects.filter(ended_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_of_an_act_and_a_consent_taken_back_at_once_one_goes_first():
    officer = officer_of()
    consent = carried_by(officer)
    answer = answer_to(listing_of(consent.person), person_of("Karim"))

    said, _ = side_by_side(
        lambda: acting.write(consent, officer, answer.conversation, "Un mot", None),
        lambda: ending.end(consent, officer),
        refusals=acting.Refusal,
    )

    consent.refresh_from_db()
    written = Message.objects.filter(body="Un mot").select_related("deed").first()
    assert (written is None) == isinstance(said, acting.Refusal)
    assert written is None or written.deed.at <= consent.ended_at


def strangers():
    elsewhere = person_of("Aline", lives_in="31499")
    Role.objects.create(person=elsewhere, name=Role.Name.AMBASSADOR, commune=commune_of())
    return {
        "a neighbour": person_of(),
        "another ambassador": ambassador_of(),
        "the next town hall": officer_of("31499"),
        "who has moved away": elsewhere,
        "an operator": person_of("Camille", lives_in=None, is_operator=True),
    }


def test_nobody_else_opens_her_page(client):
    consent = carried_by(officer_of())
    answer = answer_to(listing_of(consent.person), person_of("Karim"))

    for who, person in strangers().items():
        client.force_login(person)
        for page in ("", f"messages/{answer.conversation_id}/"):
            assert client.get(f"/pour/{consent.pk}/{page}").status_code == 404, (who, page)


def test_the_town_hall_opens_nothing_of_those_who_trusted_an_ambassador(client):
    lucien = ambassador_of()
    consent = carried_by(lucien, "ambassador")
    answer = answer_to(listing_of(consent.person), person_of("Karim"))
    client.force_login(officer_of())

    for page in ("", f"messages/{answer.conversation_id}/", "feuille.pdf"):
        assert client.get(f"/pour/{consent.pk}/{page}").status_code == 404


def test_acting_for_one_resident_opens_nothing_of_the_others(client):
    officer = officer_of()
    consent = carried_by(officer)
    theirs = answer_to(listing_of(person_of("Paul")), person_of("Karim"), "Entre nous")
    client.force_login(officer)

    assert client.get(f"/pour/{consent.pk}/messages/{theirs.conversation_id}/").status_code == 404
    assert client.get(f"/messages/{theirs.conversation_id}/").status_code == 404
    assert client.get(theirs.listing.get_absolute_url()).status_code == 404


def test_she_says_anew_what_may_be_done_and_by_whom(client):
    officer, lucien = officer_of(), ambassador_of()
    consent = carried_by(officer, scopes=["writes"])
    listing = listing_of(consent.person)
    client.force_login(officer)

    client.post(f"/pour/{consent.pk}/accord/", {"how": "signed", "scopes": ["posts", "writes"]})
    wider = Consent.objects.get(ended_at=None)
    client.post(f"/pour/{wider.pk}/accord/", {"how": "oral", "scopes": ["posts"], "to": lucien.pk})

    current = Consent.objects.filter(ended_at=None).order_by("pk")
    assert [(each.holder, each.to, each.posts) for each in current] == [
        ("town_hall", None, True),
        ("ambassador", lucien, True),
    ]
    assert (wider.posts, wider.writes, wider.agrees, wider.how) == (True, True, False, "signed")
    assert client.get(f"/pour/{consent.pk}/").status_code == 404
    assert (
        client.post(f"/pour/{wider.pk}/accord/", {"how": "oral", "scopes": ["posts"], "to": 0}).status_code
        == 422
    )
    listing.refresh_from_db()
    assert listing.state == Listing.State.ACTIVE
    client.force_login(lucien)
    assert "Odette Marty" in client.get("/pour/").content.decode()


def test_while_the_space_can_only_be_read_she_may_leave_and_nothing_else_is_done(client):
    officer = officer_of()
    Role.objects.create(person=officer, name=Role.Name.OFFICER, commune=commune_of("31499"))
    consent = carried_by(officer)
    Space.objects.filter(commune="31187").update(
        state="grace", ends_on=timezone.localdate() + timedelta(days=60)
    )
    client.force_login(officer)

    for act in (f"/pour/{consent.pk}/annonce/", "/pour/nouveau/"):
        assert client.post(act, {"commune": "31187"}).status_code == 403
    assert client.get(f"/pour/{consent.pk}/").status_code == 200
    client.post(f"/pour/{consent.pk}/fin/")

    consent.refresh_from_db()
    assert consent.ended_at


def test_what_she_told_an_ambassador_is_on_no_sheet_of_the_town_hall():
    officer, lucien = officer_of(), ambassador_of()
    his = carried_by(lucien, "ambassador")
    theirs = trusted_as_well(his, officer, scopes=["posts"])
    Deed.objects.create(consent=his, by=lucien, holder="ambassador", scope="writes")
    hers = Deed.objects.create(consent=theirs, by=officer, holder="town_hall", scope="posts")

    assert queries.said(theirs) == [hers]
    assert [each.by for each in queries.said(his)] == [lucien]


def test_nothing_is_noted_after_a_consent_that_has_just_ended():
    officer = officer_of()
    consent = carried_by(officer)
    ending.end(consent, officer)

    with pytest.raises(consents.Over):
        consents.give(consent, officer, how="oral", scopes=["writes"])


@pytest.mark.django_db(transaction=True)
def test_of_an_account_taken_over_and_a_consent_given_at_once_no_consent_stands():
    officer = officer_of()
    consent = carried_by(officer)
    code, fresh = taking_over.issue(consent, officer), person_of("Nouvelle", lives_in=None)

    said, _ = side_by_side(
        lambda: consents.give(consent, officer, how="oral", scopes=["writes"]),
        lambda: taking_over.take_over(code, fresh),
        refusals=ending.Over,
    )

    assert Person.objects.get(pk=consent.person_id).email == fresh.email
    assert not Consent.objects.filter(ended_at=None).exists()
    assert Consent.objects.count() == (1 if isinstance(said, ending.Over) else 2)


def test_what_was_posted_by_a_consent_leaves_the_square_with_it():
    officer, lucien = officer_of(), ambassador_of()
    his = carried_by(lucien, "ambassador")
    theirs = trusted_as_well(his, officer)
    by_him, by_them = posted_by(his, title="Une échelle"), posted_by(theirs, title="Un escabeau")

    ending.end(his, lucien)

    assert list(Listing.objects.filter(state="active")) == [by_them]
    assert Listing.objects.get(pk=by_him.pk).state == "closed"


def test_the_space_of_whoever_acts_for_her_is_not_asked(client):
    officer = officer_of()
    consent = carried_by(officer)
    member_of(officer, "31499")
    Space.objects.filter(commune="31499").update(suspended_at=timezone.now(), suspended_because="Une panne.")
    client.force_login(officer)

    assert client.get(f"/pour/{consent.pk}/").status_code == 200
    assert client.post(f"/pour/{consent.pk}/dit/").status_code == 302
