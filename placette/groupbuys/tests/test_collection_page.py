"""The pages of collecting, as organisers, those who take part, helpers and strangers see them."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.template.loader import render_to_string
from icalendar import Calendar

from placette.groupbuys.collecting import codes, panel
from placette.groupbuys.collecting.actions import choosing, finishing, helping
from placette.groupbuys.collecting.views import handing, left_overs
from placette.groupbuys.models import (
    Campaign,
    HandOver,
    Helper,
    Payment,
    PaymentTerms,
    PickUp,
    Slot,
    Substitute,
    Thanks,
)
from placette.people.actions.joining import leave
from placette.people.models import Membership
from placette.people.tests.factories import person_of, standing

from .collected import share_of, slot_of, succeeded, ticked
from .factories import offered

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 9, tzinfo=UTC)


@pytest.fixture
def people():
    return [person_of(name) for name in ("Nadia", "Luc", "Odile", "Karim")]


@pytest.fixture
def campaign(people, time_machine):
    """Karim takes no part."""
    time_machine.move_to(NOW - timedelta(days=20))
    campaign = succeeded(people[0], dict.fromkeys(people[:3], 1))
    time_machine.move_to(NOW)
    return campaign


def page(client, person, campaign, part=""):
    client.force_login(person)
    return client.get(f"/achats/{campaign.pk}/retrait/{part}")


def send(client, person, campaign, part, **fields):
    client.force_login(person)
    return client.post(f"/achats/{campaign.pk}/retrait/{part}", fields)


SLOT = {"day": "2026-11-28", "begins": "10:00", "ends": "12:00", "place": "Salle des fêtes", "capacity": "4"}


def test_an_organiser_adds_a_slot_on_the_commune_s_clocks(client, people, campaign):
    key = str(uuid.uuid4())
    for _ in range(2):
        response = send(client, people[0], campaign, "creneaux/", **SLOT, hands="2", key=key)
        assert response.status_code == 302
    slot = Slot.objects.get()
    assert (slot.starts_at, slot.ends_at) == (SATURDAY, SATURDAY + timedelta(hours=2))
    assert (slot.capacity, slot.hands) == (4, 2)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"day": "2026-11-25"}, "Ce moment est passé"),
        ({"ends": "09:00"}, "La fin vient après le début"),
        ({"day": "2027-03-28", "begins": "02:30"}, "on passe à l’heure d’été"),
        ({"day": "2029-01-01"}, "un an au plus"),
        ({"day": "0001-01-01"}, "Ce moment est passé"),
        ({"day": "9999-12-31"}, "un an au plus"),
        ({"day": "hier"}, "Choisissez un jour"),
        ({"begins": ""}, "À partir de quelle heure"),
        ({"place": ""}, "Dites où l’on vient"),
        ({"capacity": "0"}, "Une personne au moins"),
        ({"capacity": "1e9"}, "Un nombre entier"),
        ({"capacity": "100000"}, "Dix mille personnes au plus"),
        ({"hands": "-1"}, "Un nombre entier"),
    ],
)
def test_what_is_wrong_with_a_slot_is_said_and_nothing_is_lost(client, people, campaign, fields, said):
    response = send(client, people[0], campaign, "creneaux/", **SLOT | {"place": "La grange"} | fields)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert "place" in fields or "La grange" in response.content.decode()
    assert not Slot.objects.exists()


def test_a_participant_chooses_sees_and_frees_her_slot(client, people, campaign):
    slot = slot_of(campaign, SATURDAY, capacity=1)
    assert "Je viens" in page(client, people[1], campaign).content.decode()
    send(client, people[1], campaign, f"creneaux/{slot.pk}/choisir/")
    read = page(client, people[1], campaign).content.decode()
    assert "Samedi 28 novembre de 10\xa0h à 12\xa0h" in read.replace(" h", "\xa0h")
    assert "Complet" in page(client, people[2], campaign).content.decode()
    response = client.post(f"/achats/{campaign.pk}/retrait/creneaux/{slot.pk}/choisir/", follow=True)
    assert "vient de se remplir" in response.content.decode()
    send(client, people[1], campaign, "liberer/")
    assert not PickUp.objects.exists()


def test_names_of_helpers_are_for_organisers_and_helpers(client, people, campaign):
    slot = slot_of(campaign, SATURDAY, hands=2)
    send(client, people[3], campaign, f"creneaux/{slot.pk}/aider/")
    assert Helper.objects.get().person == people[3]
    assert "Karim M." in page(client, people[0], campaign).content.decode()
    assert "Karim M." not in page(client, people[1], campaign).content.decode()
    send(client, people[1], campaign, f"creneaux/{slot.pk}/aider/")
    assert "Karim M." in page(client, people[1], campaign).content.decode()
    send(client, people[3], campaign, f"creneaux/{slot.pk}/ne-plus-aider/")
    assert Helper.objects.get().person == people[1]


def test_strangers_and_neighbours_find_no_more_than_is_theirs(client, people, campaign):
    far = person_of("Zoé", lives_in="75056")
    slot = slot_of(campaign, SATURDAY)
    for part in ("", "mon-code/", "mon-creneau.ics", "remise/", "restes/", "remise/hors-ligne.js"):
        if part != "remise/hors-ligne.js":  # the same script for everybody
            assert page(client, far, campaign, part).status_code == 404, part
    for part in ("mon-code/", "mon-creneau.ics", "restes/"):
        assert page(client, people[3], campaign, part).status_code == 404, part
    share = share_of(campaign, people[1])
    for who in (people[1], people[3], far):
        for part in (
            "creneaux/", f"creneaux/{slot.pk}/", f"creneaux/{slot.pk}/supprimer/", "restes/", "terminer/",
            f"remise/{share.pk}/", f"remise/{share.pk}/annuler/", "remise/tout/",
        ):  # fmt: skip
            assert send(client, who, campaign, part, **SLOT).status_code == 404, part
    assert not HandOver.objects.exists()
    other = slot_of(succeeded(people[3], {people[3]: 1}), SATURDAY)
    assert send(client, people[0], campaign, f"creneaux/{other.pk}/", **SLOT).status_code == 404


def test_who_has_moved_away_collects_what_she_owes_and_lends_no_hand(client, people, campaign):
    luc, slot = people[1], slot_of(campaign, SATURDAY, hands=1)
    leave(luc, Membership.Purpose.HOME)

    assert page(client, luc, campaign).status_code == 200
    send(client, luc, campaign, f"creneaux/{slot.pk}/choisir/")
    assert PickUp.objects.get().slot == slot
    for part in ("mon-code/", "mon-creneau.ics"):
        assert page(client, luc, campaign, part).status_code == 200, part
    send(client, luc, campaign, "mon-code/", name="Rose")
    assert Substitute.objects.get().name == "Rose"
    send(client, luc, campaign, "liberer/")
    assert not PickUp.objects.exists()
    send(client, luc, campaign, f"creneaux/{slot.pk}/aider/")
    assert not Helper.objects.exists()
    leave(people[3], Membership.Purpose.HOME)
    assert page(client, people[3], campaign).status_code == 404
    Campaign.objects.filter(pk=campaign.pk).update(state="done")
    client.force_login(luc)
    client.post(f"/achats/{campaign.pk}/merci/", {"text": "Merci à tous !"})
    assert Thanks.objects.get().text == "Merci à tous !"


def test_who_organises_finishes_it_though_she_has_moved_away(client, people, campaign):
    nadia, share = people[0], share_of(campaign, people[1])
    leave(nadia, Membership.Purpose.HOME)

    for part in ("", "remise/", "restes/", "remise/hors-ligne.js"):
        assert page(client, nadia, campaign, part).status_code == 200, part
    send(client, nadia, campaign, f"remise/{share.pk}/", key=uuid.uuid4())
    assert HandOver.objects.get().share == share
    send(client, nadia, campaign, f"remise/{share.pk}/annuler/")
    send(client, nadia, campaign, "remise/tout/")
    assert HandOver.objects.filter(undone_at__isnull=True).count() > 1
    send(client, nadia, campaign, "terminer/")
    assert Campaign.objects.get(pk=campaign.pk).state == "done"
    leave(people[3], Membership.Purpose.HOME)
    assert page(client, people[3], campaign, "restes/").status_code in {302, 403}


def test_her_slot_is_read_by_her_calendar_program(client, people, campaign):
    choosing.choose(share_of(campaign, people[1]), slot_of(campaign, SATURDAY).pk)
    response = page(client, people[1], campaign, "mon-creneau.ics")
    (event,) = Calendar.from_ical(response.content).events
    assert response["Content-Type"].startswith("text/calendar")
    assert (event.start, event.end) == (SATURDAY, SATURDAY + timedelta(hours=2))
    assert str(event["SUMMARY"]).replace("\u00a0", " ") == "Venir chercher : Granulés de bois ensemble"
    assert event["LOCATION"] == "Salle des fêtes"
    assert page(client, people[2], campaign, "mon-creneau.ics").status_code == 404


# --- The check-in


def test_a_helper_hands_over_on_her_day_and_only_then(client, people, campaign, time_machine):
    slot = slot_of(campaign, SATURDAY, hands=1)
    helping.join(slot.pk, people[3])
    share = share_of(campaign, people[1])
    assert page(client, people[3], campaign, "remise/").url == f"/achats/{campaign.pk}/retrait/"
    time_machine.move_to(SATURDAY - timedelta(hours=3))
    read = page(client, people[3], campaign, "remise/").content.decode()
    assert "Luc M." in read
    assert "Martin" not in read
    response = send(client, people[3], campaign, f"remise/{share.pk}/", key=uuid.uuid4())
    assert response.url == f"/achats/{campaign.pk}/retrait/remise/#part-{share.pk}"
    assert HandOver.objects.get().by == people[3]
    # The next day her telephone sends what it ticked without network; nothing new any more.
    time_machine.move_to(SATURDAY + timedelta(days=1))
    assert "<hand-over-list" in page(client, people[3], campaign).content.decode()
    assert "<hand-over-list" not in page(client, people[1], campaign).content.decode()
    other = share_of(campaign, people[2])
    sent = {"key": uuid.uuid4(), "at": (SATURDAY + timedelta(hours=1)).isoformat()}
    assert send(client, people[3], campaign, f"remise/{other.pk}/", **sent).status_code == 302
    assert send(client, people[3], campaign, f"remise/{other.pk}/", key=uuid.uuid4()).status_code == 404
    time_machine.move_to(SATURDAY + timedelta(days=4))
    assert send(client, people[3], campaign, f"remise/{other.pk}/", **sent).status_code == 404


def test_a_telephone_sends_its_ticks_and_is_answered(client, people, campaign):
    share, line = share_of(campaign, people[1]), share_of(campaign, people[1]).pledge.lines.get()
    client.force_login(people[0])
    address = f"/achats/{campaign.pk}/retrait/remise/{share.pk}/"
    earlier, later = ((NOW - timedelta(minutes=n)).isoformat() for n in (9, 5))
    first = {"key": uuid.uuid4(), "at": later}
    lesser = {"key": uuid.uuid4(), "at": earlier, f"line-{line.pk}": "0,5"}

    def answer(fields):
        response = client.post(address, fields, headers={"accept": "application/json"})
        said = response.json()
        assert said["collected"] == HandOver.objects.filter(undone_at=None).count()
        return response.status_code, said["state"]

    assert answer({"key": "none"}) == (409, "refused")
    assert answer(first) == answer(first) == (200, "handed")
    assert answer(lesser) == (200, "replaced")
    assert answer(first) == (200, "kept")
    assert answer({"key": uuid.uuid4(), f"line-{line.pk}": "9"}) == (409, "refused")
    for wrong in ("NaN", "1e99", "x", "0.0001", "-1"):
        assert answer({"key": uuid.uuid4(), f"line-{line.pk}": wrong}) == (409, "refused"), wrong
    assert HandOver.objects.get(undone_at=None).lines.get().quantity == line.quantity / 2


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "2025-11-26T09:00:00+00:00"])
def test_a_clock_that_is_slow_beats_nobody_and_breaks_nothing(client, people, campaign, at):
    share = share_of(campaign, people[1])
    slot = slot_of(campaign, NOW + timedelta(hours=2), hands=1)
    helping.join(slot.pk, people[3])
    for who in (people[0], people[3]):
        tick = {"key": uuid.uuid4(), "at": at}
        assert send(client, who, campaign, f"remise/{share.pk}/", **tick).status_code == 302
    assert all(each.at >= NOW for each in HandOver.objects.all())
    assert page(client, people[0], campaign, "remise/").status_code == 200


def test_the_copy_of_a_telephone_holds_everybody(client, people, campaign, monkeypatch):
    monkeypatch.setattr(handing, "A_PAGE", 2)
    a_page, kept = (page(client, people[0], campaign, f"remise/{query}") for query in ("", "?tout=1"))
    assert [len(each.context["comers"]) for each in (a_page, kept)] == [2, 3]
    assert ["?page=2" in each.content.decode() for each in (a_page, kept)] == [True, False]
    assert "<hand-over-list part" in a_page.content.decode()
    assert "<hand-over-list kept" in kept.content.decode()
    assert codes.code_of(share_of(campaign, people[1]).pk) in kept.content.decode()
    assert "références et codes de retrait" in kept.content.decode()  # so it is said


def test_what_is_owed_is_for_the_organisers_alone(client, people, campaign, time_machine):
    slot = slot_of(campaign, NOW + timedelta(hours=2), hands=1)
    helping.join(slot.pk, people[3])
    assert "Payé" not in page(client, people[0], campaign, "remise/").content.decode()
    PaymentTerms.objects.create(campaign=campaign, transfer=False, cash=True)
    share = share_of(campaign, people[1])
    Payment.objects.create(share=share, amount_cents=share.amount_cents, kind="cash", on=NOW.date())
    organiser = page(client, people[0], campaign, "remise/").content.decode()
    helper = page(client, people[3], campaign, "remise/").content.decode()
    assert organiser.count("Payé") == 1
    assert organiser.count("Reste à payer") == 2
    assert "Payé" not in helper
    assert "Reste à payer" not in helper


def test_found_by_name_by_code_and_by_who_comes_instead(client, people, campaign):
    choosing.send(share_of(campaign, people[2]), "Lucette")
    code = codes.code_of(share_of(campaign, people[2]).pk)

    def found(query):
        read = page(client, people[0], campaign, f"remise/?{query}").content.decode()
        return [name for name in ("Nadia M.", "Luc M.", "Odile M.") if name in read]

    assert found("") == ["Nadia M.", "Luc M.", "Odile M."]
    assert found("q=luc") == ["Luc M.", "Odile M."]  # Lucette comes for Odile
    assert found(f"q={code.lower()[:3]}+{code.lower()[3:]}") == found(f"code={code}") == ["Odile M."]
    assert found("q=nadia+m") == ["Nadia M."]
    assert found("q=personne") == []
    assert found("creneau=0") == ["Nadia M.", "Luc M.", "Odile M."]
    assert found(f"creneau={slot_of(campaign, SATURDAY).pk}") == []


def test_her_code_leads_who_hands_over_to_her_line_and_herself_to_her_page(client, people, campaign):
    share = share_of(campaign, people[1])
    read = page(client, people[1], campaign, "mon-code/").content.decode()
    code = codes.code_of(share.pk)
    assert f"{code[:3]} {code[3:]}" in read
    assert codes.address_of(share).endswith(f"/retrait/remise/?code={code}")
    assert page(client, people[1], campaign, f"remise/?code={code}").status_code == 302


def test_who_comes_instead_is_told_to_nobody_else(client, people, campaign):
    response = send(client, people[1], campaign, "mon-code/", name="  Ma voisine\u200b Rose ")
    assert response.status_code == 302
    assert Substitute.objects.get().name == "Ma voisine Rose"
    assert "Rose" in page(client, people[0], campaign, "remise/").content.decode()
    for part in ("", "mon-code/"):
        assert "Rose" not in page(client, people[2], campaign, part).content.decode()
    refused = send(client, people[1], campaign, "mon-code/", name="R" * 61)
    assert refused.status_code == 422
    send(client, people[1], campaign, "mon-code/", name="")
    assert not Substitute.objects.exists()


def test_left_overs_are_settled_by_a_form(client, people, campaign):
    product = campaign.products.get()
    ticked(share_of(campaign, people[1]), people[0])
    fields = {"product": product.pk, f"p{product.pk}-amount": "1,5", f"p{product.pk}-fate": "kept"}
    too_much = send(client, people[0], campaign, "restes/", **fields | {f"p{product.pk}-amount": "2,5"})
    assert too_much.status_code == 422
    assert "2,5" in too_much.content.decode()
    assert send(client, people[0], campaign, "restes/", **fields).status_code == 302
    assert "Gardé par l’organisation" in page(client, people[0], campaign, "restes/").content.decode()
    left_over = product.left_overs.get()
    send(client, people[0], campaign, f"restes/{left_over.pk}/annuler/")
    assert not product.left_overs.exists()


def test_left_overs_are_not_settled_without_end(client, people, campaign, monkeypatch):
    monkeypatch.setattr(left_overs, "CHANGES_AN_HOUR", 1)
    product = campaign.products.get()
    fields = {"product": product.pk, f"p{product.pk}-amount": "1", f"p{product.pk}-fate": "kept"}
    send(client, people[0], campaign, "restes/", **fields)
    assert send(client, people[0], campaign, "restes/", **fields).status_code == 422
    send(client, people[0], campaign, f"restes/{product.left_overs.get().pk}/annuler/")
    assert product.left_overs.count() == 1


# --- The end


def test_it_ends_counts_and_thanks_are_said(client, people, campaign):
    choosing.send(share_of(campaign, people[2]), "Lucette")
    send(client, people[0], campaign, "remise/tout/")
    send(client, people[0], campaign, "terminer/")
    assert not Substitute.objects.exists()  # kept no longer than it serves
    assert Campaign.objects.get(pk=campaign.pk).state == "done"
    client.force_login(people[1])
    client.post(f"/achats/{campaign.pk}/merci/", {"text": "Merci !"})
    client.post(f"/achats/{campaign.pk}/merci/", {"text": ""})
    client.post(f"/achats/{campaign.pk}/merci/", {"text": "x" * 301})
    thanks = Thanks.objects.get()
    read = client.get("/achats/mon-compteur/").content.decode()
    assert "Granulés de bois ensemble" in read
    client.force_login(people[0])
    assert "Merci !" in client.get(f"/habitants/{people[0].pk}/").content.decode()
    client.post(f"/achats/merci/{thanks.pk}/afficher/", {"shown": "0"})
    client.force_login(people[2])
    assert "Merci !" not in client.get(f"/habitants/{people[0].pk}/").content.decode()
    assert client.post(f"/achats/merci/{thanks.pk}/afficher/", {"shown": "1"}).status_code == 404


def test_run_again_and_a_rhythm_are_the_organisers(client, people, campaign):
    client.force_login(people[1])
    assert client.post(f"/achats/{campaign.pk}/refaire/").status_code == 404
    assert client.post(f"/achats/{campaign.pk}/refaire/rythme/", {"every": "week"}).status_code == 404
    client.force_login(people[0])
    for _ in range(2):
        client.post(f"/achats/{campaign.pk}/refaire/", {"key": "one"})
    draft = Campaign.objects.get(copied_from=campaign)
    assert (draft.state, draft.title) == ("draft", campaign.title)
    client.post(f"/achats/{campaign.pk}/refaire/rythme/", {"every": "month"})
    assert Campaign.objects.get(pk=campaign.pk).rhythm.every == "month"
    client.post(f"/achats/{campaign.pk}/refaire/rythme/", {"every": ""})
    assert not hasattr(Campaign.objects.get(pk=campaign.pk), "rhythm")


def drawn(shown):
    return render_to_string(*shown) if shown else ""


def test_panels_show_each_what_is_hers(people, campaign, django_assert_max_num_queries):
    slot = slot_of(campaign, SATURDAY, hands=1)
    choosing.choose(share_of(campaign, people[1]), slot.pk)

    def collecting(person, takes_part=True):
        found = Campaign.objects.prefetch_related("organisers").select_related("commune").get(pk=campaign.pk)
        pledge, who = found.pledges.filter(person=person).first(), standing(person)
        with django_assert_max_num_queries(6):
            return drawn(panel.collecting(who, found, pledge))

    assert "Samedi 28 novembre" in collecting(people[1])
    assert "Choisir mon créneau" in collecting(people[2])
    assert "Organiser le retrait" in collecting(people[0])
    assert "1 coup de main" in collecting(people[3])
    for each in people[:2]:
        ticked(share_of(campaign, each), people[0])
    finishing.finish(campaign.pk)
    found = Campaign.objects.prefetch_related("organisers").get(pk=campaign.pk)
    luc = drawn(panel.done(standing(people[1]), found, found.pledges.get(person=people[1])))
    assert "Dire merci à Nadia" in luc
    assert "On recommence" in drawn(panel.again(standing(people[0]), found, None))
    assert panel.again(standing(people[1]), found, None) is None
    assert panel.collecting(standing(people[1]), found, None) is None


@pytest.mark.parametrize(("part", "queries"), [("", 24), ("remise/", 24), ("restes/", 22)])
def test_pages_cost_the_same_for_two_as_for_thirty(
    client, people, campaign, part, queries, django_assert_max_num_queries
):
    crowd = [person_of(f"Voisin{n}") for n in range(28)]
    big = succeeded(
        people[0],
        dict.fromkeys([people[0], *crowd], 1),
        offered(name="Sacs"),
        offered(name="Bûches"),
        title="Grand",
    )
    for n, person in enumerate(crowd):
        ticked(share_of(big, person), people[0])
        choosing.choose(share_of(big, person), slot_of(big, capacity=3, hands=1).pk)
        helping.join(big.slots.order_by("-pk").first().pk, crowd[n - 1])
    client.force_login(people[0])
    for each in (campaign, big):
        with django_assert_max_num_queries(queries):
            response = client.get(f"/achats/{each.pk}/retrait/{part}")
            assert response.status_code == 200


def test_the_script_that_keeps_the_page_serves_it_alone(client, people, campaign):
    response = page(client, people[0], campaign, "remise/hors-ligne.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in response  # so its scope is the page's own address
    assert b"placette-hand-overs" in response.content
    assert b"import" not in response.content.split(b"(")[0]
    assert page(client, people[0], campaign, "remise/")["Cache-Control"] == "private, no-store"
