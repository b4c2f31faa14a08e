"""The check-in: handed over on a telephone, by whoever may, found by name and code."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from placette.groupbuys.collecting import codes
from placette.groupbuys.collecting.actions import choosing, helping
from placette.groupbuys.collecting.views import handing
from placette.groupbuys.models import (
    HandOver,
    Payment,
    PaymentTerms,
    Substitute,
)
from placette.people.tests.factories import person_of

from .collected import share_of, slot_of, succeeded

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


def test_the_script_that_keeps_the_page_serves_it_alone(client, people, campaign):
    response = page(client, people[0], campaign, "remise/hors-ligne.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in response  # so its scope is the page's own address
    assert b"placette-hand-overs" in response.content
    assert b"import" not in response.content.split(b"(")[0]
    assert page(client, people[0], campaign, "remise/")["Cache-Control"] == "private, no-store"
