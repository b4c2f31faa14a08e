"""She leaves, with everything of hers; and who else acts for her is asked, or told."""

import pytest
from django.utils import timezone

from placette.behalf.actions import acting, consents, ending, taking_over
from placette.behalf.registrations import erase
from placette.behalf.tasks import end_lapsed
from placette.conversations.models import Message
from placette.listings.models import Listing
from placette.listings.tests.factories import answer_to
from placette.notices.models import Notice
from placette.notices.queries import line
from placette.people.models import Consent, Person, Role
from placette.people.tests.factories import ambassador_of, officer_of, person_of
from placette.trust.models import Line

from .factories import carried_by, posted_by, trusted_as_well

pytestmark = pytest.mark.django_db


def test_she_leaves_and_everything_of_hers_goes(client):
    officer = officer_of()
    consent = carried_by(officer)
    karim = person_of("Karim")
    answer = answer_to(posted_by(consent), karim, "À samedi")
    acting.write(consent, officer, answer.conversation, "À samedi", None)
    assert {"Odette M."} == {each.facts["name"] for each in Notice.objects.exclude(person=consent.person)}
    client.force_login(officer)

    client.post(f"/pour/{consent.pk}/fin/", {"erase": "1"})

    assert not Person.objects.filter(pk=consent.person_id).exists()
    assert not Consent.objects.exists()
    assert not Listing.objects.exists()
    assert not Notice.objects.exists()
    assert Message.objects.get(body="À samedi", author=None)
    assert Line.objects.first().verb == "carried.erased"


def test_her_space_takes_her_along_when_it_closes():
    consent = carried_by(officer_of())
    answer_to(posted_by(consent), person_of("Karim"), "À samedi")
    assert Notice.objects.filter(facts__name="Odette M.").exists()

    erase("31187")

    assert not Person.objects.filter(pk=consent.person_id).exists()
    assert not Notice.objects.filter(facts__name="Odette M.").exists()


@pytest.mark.parametrize("with_her_space", [True, False])
def test_that_she_was_alone_is_forgotten_with_her(with_her_space):
    officer, lucien = officer_of(), ambassador_of()
    his = carried_by(lucien, "ambassador")
    simone = carried_by(lucien, "ambassador", first_name="Simone")
    Role.objects.filter(person=lucien).update(until=timezone.now())
    end_lapsed.func(0)
    assert Notice.objects.filter(person=officer).count() == 2

    if with_her_space:
        erase("31187")
    else:
        ending.leave(carried_by(officer, which=str(his.person_id)), officer)

    left = [each.facts["name"] for each in Notice.objects.filter(person=officer)]
    assert left == ([] if with_her_space else [simone.person.display_name])


def test_one_helper_ends_only_her_own_and_the_town_hall_erases(client):
    officer, lucien = officer_of(), ambassador_of()
    his = carried_by(lucien, "ambassador")
    theirs = trusted_as_well(his, officer)
    client.force_login(lucien)
    assert "La mairie peut tout effacer" in client.get(f"/pour/{his.pk}/fin/").text

    page = client.post(f"/pour/{his.pk}/fin/", {"erase": "1"}, follow=True)

    assert "Son compte reste" in page.text
    assert list(Consent.objects.filter(ended_at=None)) == [theirs]
    assert ending.leave(theirs, officer)
    assert not Person.objects.filter(pk=his.person_id).exists()


def test_who_took_her_account_over_meanwhile_is_not_erased():
    officer = officer_of()
    consent = carried_by(officer)
    taking_over.take_over(taking_over.issue(consent, officer), person_of("Nouvelle", lives_in=None))

    for act in (
        lambda: ending.leave(consent, officer),
        lambda: consents.give(consent, officer, how="oral", scopes=["posts"]),
        lambda: taking_over.issue(consent, officer),
    ):
        with pytest.raises(ending.Over):
            act()
    assert Person.objects.filter(pk=consent.person_id).exists()


def test_the_other_helper_is_told_that_her_account_was_erased():
    lucien, officer = ambassador_of(), officer_of()
    his = carried_by(lucien, "ambassador")
    theirs = trusted_as_well(his, officer)

    assert ending.leave(theirs, officer)

    told = Notice.objects.get(person=lucien, kind="for_carried")
    assert told.url == "/pour/?commune=31187"
    assert "Odette" not in str(told.facts) + line(told).sentence
    assert not Notice.objects.filter(person=officer).exists()
