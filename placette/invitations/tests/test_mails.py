"""Invitations by e-mail: each leaves once, and to nobody who has said no."""

import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from placette.core.tables import Unreadable
from placette.core.tests.racing import at_once
from placette.invitations import addressees
from placette.invitations.actions import campaigns, drafts, mails
from placette.invitations.models import Campaign, Declined, Invited
from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.places.models import Space

from .campaigns import INVITATIONS

pytestmark = pytest.mark.django_db
EMAILS = Campaign.Kind.EMAILS
LIST = "Prénom;Nom;Adresse e-mail\nZoé;Élie;Zoe@exemple.fr\nKarim;;pas une adresse\nZoé;;zoe@exemple.fr\n=1;;x@exemple.fr\n"


def mails_to(*addresses: str) -> Campaign:
    """A campaign that has begun, without the worker."""
    found = addressees.from_text("\n".join(addresses))
    campaign = drafts.draft(EMAILS, commune_of(), officer_of(), "Médiathèque", "Venez nombreux !", found)
    campaigns.begin(campaign.pk, campaign.by)
    return campaign


def links(smtp, address: str) -> tuple[str, str]:
    """Where the mail leads, and where it is stopped."""
    (mail,) = smtp.to(address)
    text = mail.get_body(("plain",)).get_content()
    return re.search(r"/invitation/[^/\s]+/", text).group(), re.search(r"/invitation/\S+/stop/", text).group()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig"])
def test_each_line_is_somebody_or_named_with_its_reason(encoding):
    found = addressees.read(addressees.sent(io.BytesIO(LIST.encode(encoding))))

    assert found.taken == [("zoe@exemple.fr", "Zoé Élie")]
    assert [(number, why) for number, _what, why in found.refused] == [
        (3, "Pas d’adresse e-mail que l’on puisse lire."),
        (4, "La même adresse qu’à la ligne 2."),
        (5, "Une case contient une formule. Remplacez-la par ce qu’elle affiche."),
    ]


def test_a_bare_list_and_what_mail_programs_write_are_read(monkeypatch):
    assert addressees.read(addressees.sent(io.BytesIO(b"a@exemple.fr\nb@exemple.fr\n"))).taken == [
        ("a@exemple.fr", ""), ("b@exemple.fr", ""),
    ]  # fmt: skip
    found = addressees.from_text("Jeanne Martin <jeanne@exemple.fr>\nkarim@exemple.fr;\nrien")
    assert found.taken == [("jeanne@exemple.fr", "Jeanne Martin"), ("karim@exemple.fr", "")]
    assert [number for number, _what, _why in found.refused] == [3]
    monkeypatch.setattr(addressees, "MOST", 3)
    with pytest.raises(Unreadable, match="cinq mille"):
        addressees.from_text("\n".join(f"v{n}@exemple.fr" for n in range(4)))


def test_an_officer_looks_then_sends_and_who_signs_up_is_counted(client, worker, smtp):
    client.force_login(officer_of())
    said = {
        "commune": "31187",
        "name": "Médiathèque",
        "word": "Venez !",
        "typed": "Zoé zoe@exemple.fr\nluc@exemple.fr",
    }
    assert "Sans leur accord" in client.post(f"{INVITATIONS}courriels/", said).content.decode()
    page = client.post(f"{INVITATIONS}courriels/", said | {"agreed": "on"}, follow=True).content.decode()
    assert "zoe@exemple.fr" in page
    assert not smtp.messages, "nothing leaves before she has looked"

    campaign = Campaign.objects.get()
    client.post(f"{INVITATIONS}{campaign.pk}/lancer/", {"commune": "31187"})
    worker()

    campaign.refresh_from_db()
    assert (campaign.state, campaign.done) == ("ready", 2)
    (mail,) = smtp.to("zoe@exemple.fr")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Bonjour Zoé," in mail.get_body(("plain",)).get_content()
    client.logout()
    assert "Venez !" in client.get(links(smtp, "zoe@exemple.fr")[0]).content.decode()
    client.force_login(person_of("Zoe", lives_in=None))  # her account is made after the link
    campaign.refresh_from_db()
    assert campaign.joined == 1


def test_one_press_and_no_town_hall_writes_to_her_again(client, worker, smtp):
    mails_to("zoe@exemple.fr", "luc@exemple.fr")
    worker()
    _come, stop = links(smtp, "zoe@exemple.fr")
    one_click = Client(enforce_csrf_checks=True)
    assert "Ne plus recevoir" in one_click.get(stop).content.decode()
    assert not Declined.objects.exists(), "a link that is looked at stops nothing"
    for _each in range(2):
        assert one_click.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(Invited.objects.exclude(email="").values_list("email", flat=True)) == ["luc@exemple.fr"]
    assert "zoe" not in str(Declined.objects.values())

    person_of("Luc", email="luc@exemple.fr")
    smtp.messages.clear()
    again = mails_to("Zoé ZOE@exemple.fr", "luc@exemple.fr", "eva@exemple.fr")
    worker()
    assert [mail["To"] for mail in smtp.messages] == ["eva@exemple.fr"]
    again.refresh_from_db()
    assert again.done == 3, "nobody learns who was passed over"
    assert client.get("/invitation/forged/").status_code == 410
    assert client.post("/invitation/forged/stop/").status_code == 410


def test_no_is_heard_also_where_the_space_can_only_be_read(client):
    campaign = mails_to("zoe@exemple.fr")
    Space.objects.update(state="grace", ends_on=timezone.localdate())
    client.force_login(person_of("Zoe"))

    answer = client.post(f"/invitation/{mails.token_of(campaign.pk, 'zoe@exemple.fr')}/stop/")

    assert "C’est fait" in answer.content.decode()
    assert Declined.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_once_write_once(smtp):
    campaign = mails_to("zoe@exemple.fr")
    pk = campaign.invited.get().pk

    def work(_: int) -> None:
        mails.send(pk)
        mails.count(campaign.pk)

    at_once(work, range(2))

    assert len(smtp.messages) == 1
    campaign.refresh_from_db()
    assert campaign.state == "ready"


def test_given_up_nothing_more_leaves(smtp):
    campaign = mails_to("zoe@exemple.fr", "luc@exemple.fr")
    first, second = campaign.invited.order_by("number")
    mails.count(mails.send(first.pk))
    assert campaigns.cancel(campaign.pk, campaign.by)

    assert mails.send(second.pk) is None
    assert [mail["To"] for mail in smtp.messages] == ["zoe@exemple.fr"]
    assert not Invited.objects.filter(sent_at=None).exists()


def test_a_day_holds_so_many_and_the_list_waits(client, monkeypatch):
    monkeypatch.setitem(campaigns.A_DAY, "emails", 3)
    campaign = mails_to("a@exemple.fr", "b@exemple.fr")
    found = addressees.from_text("c@exemple.fr\nd@exemple.fr")
    second = drafts.draft(EMAILS, commune_of(), campaign.by, "Suite", "", found)
    client.force_login(campaign.by)
    page = client.post(
        f"{INVITATIONS}{second.pk}/lancer/", {"commune": "31187"}, follow=True
    ).content.decode()
    assert "lancez cette campagne demain" in page
    assert "c@exemple.fr" in page


def test_addresses_go_after_a_month_and_nothing_stays_stuck(time_machine):
    campaign = mails_to("Zoé zoe@exemple.fr")
    time_machine.move_to(timezone.now() + mails.STUCK + timedelta(minutes=1))
    mails.end_stuck()
    campaign.refresh_from_db()
    assert campaign.state == "ready"
    time_machine.move_to(timezone.now() + mails.ADDRESS_LIFE)
    assert mails.forget_addresses() == 1
    assert Invited.objects.filter(email="", name="").count() == 1
