"""« Signaler cet achat groupé »: told to the operators, decided with grounds."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from placette.groupbuys.actions import ending
from placette.groupbuys.actions import reports as actions
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.asking import report_panel
from placette.groupbuys.models import Campaign, Report
from placette.notices.models import Notice
from placette.people.tests.factories import person_of, standing

from .factories import campaign_of, takes

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return person_of("Nadia", "Ferrand")


@pytest.fixture
def campaign(organiser):
    return campaign_of(organiser)


@pytest.fixture
def operator():
    return person_of("Oscar", lives_in=None, is_operator=True)


def reported(client, campaign, by, **typed):
    client.force_login(by)
    fields = {"reason": "fraud", "words": "On me demande de payer d’avance."} | typed
    return client.post(reverse("groupbuys:report", args=[campaign.pk]), fields)


def decided(client, operator, outcome, grounds, report=None):
    client.force_login(operator)
    pk = (report or Report.objects.get(closed_at=None)).pk
    typed = {f"{pk}-outcome": outcome, f"{pk}-grounds": grounds}
    return client.post(reverse("groupbuys:decide_report", args=[pk]), typed)


def events(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("facts__event", flat=True))


def test_operators_are_told_and_the_organiser_is_not(client, campaign, organiser, operator):
    luc = person_of("Luc")

    assert reported(client, campaign, luc).status_code == 302
    again = reported(client, campaign, luc)

    assert again.status_code == 422
    assert "Vous l’avez déjà signalé" in again.content.decode()
    assert "payer d’avance" in again.content.decode()
    assert Notice.objects.filter(person=operator, kind="purchase_report").count() == 1
    assert events(organiser) == []
    client.force_login(operator)
    assert "payer d’avance" in client.get(reverse("groupbuys:reports")).content.decode()


def test_a_reason_is_asked_for_and_words_are_kept(client, campaign):
    page = reported(client, campaign, person_of("Luc"), reason="")

    assert page.status_code == 422
    assert "Choisissez ce qui s’en approche" in page.content.decode()
    assert "payer d’avance" in page.content.decode()


def test_kept_is_told_to_who_reported(client, campaign, operator, organiser):
    luc = person_of("Luc")
    reported(client, campaign, luc)

    assert decided(client, operator, "kept", "").status_code == 422
    decided(client, operator, "kept", "Le fournisseur est connu, le prix est vérifié.")

    assert events(luc) == ["decided"]
    assert events(organiser) == []
    assert Campaign.objects.get().state == "open"
    assert reported(client, campaign, luc).status_code == 302, "something new may be said"


def test_cancelled_is_told_to_all_with_the_grounds_and_answers_all_reports(
    client, campaign, operator, organiser
):
    luc, ines, takes_part = person_of("Luc"), person_of("Inès"), person_of("Odile")
    takes(takes_part, campaign, 1)
    for each in (luc, ines):
        reported(client, campaign, each)

    first = Report.objects.first()
    decided(client, operator, "cancelled", "Le SIREN est celui d’une autre société.", first)
    twice = decided(client, operator, "cancelled", "Encore.", first)

    assert Campaign.objects.get().state == "cancelled"
    assert not Report.objects.filter(closed_at=None).exists()
    assert [events(each) for each in (organiser, takes_part, luc, ines)] == [
        ["cancelled"],
        ["cancelled"],
        ["decided"],
        ["decided"],
    ]
    assert twice.status_code == 422
    assert "Le SIREN est celui d’une autre société." in Notice.objects.get(person=organiser).facts["reason"]


def test_nobody_else_decides_or_reads_reports(client, campaign, organiser):
    reported(client, campaign, person_of("Luc"))
    for person in (organiser, person_of("Odile")):
        client.force_login(person)
        assert client.get(reverse("groupbuys:reports")).status_code == 404
        assert decided(client, person, "kept", "Non.").status_code == 404


def test_only_who_reads_it_and_does_not_organise_it_reports(client, campaign, organiser):
    far = person_of("Paul", lives_in="75056")
    draft = campaign_of(organiser, published=False)

    assert reported(client, campaign, far).status_code == 404
    assert reported(client, campaign, organiser).status_code == 404
    assert reported(client, draft, person_of("Luc")).status_code == 404
    campaign = Campaign.objects.select_related("commune").prefetch_related("organisers").get(pk=campaign.pk)
    assert report_panel(standing(organiser), campaign, None) is None
    assert report_panel(standing(person_of("Inès")), campaign, None) is not None


def test_the_database_keeps_one_open_report_a_neighbour_and_grounds(campaign):
    luc = person_of("Luc")
    report = Report.objects.create(campaign=campaign, by=luc, reason="fraud")

    with pytest.raises(IntegrityError, match="one_open_report_a_neighbour"), transaction.atomic():
        Report.objects.create(campaign=campaign, by=luc, reason="other")
    with pytest.raises(IntegrityError, match="a_decision_has_its_grounds"):
        Report.objects.filter(pk=report.pk).update(closed_at=timezone.now(), outcome="kept")


def test_of_what_is_over_meanwhile_nothing_is_said_that_is_untrue(client, campaign, operator, organiser):
    luc = person_of("Luc")
    reported(client, campaign, luc)
    report = Report.objects.get()
    ending.cancel(campaign.pk, organiser, "Trop peu de voisins.")

    for untrue in ("kept", "cancelled"):
        page = decided(client, operator, untrue, "Le prix est vérifié.")
        assert page.status_code == 422
        assert "a changé entre-temps" in page.content.decode()
        with pytest.raises(Refused, match="a changé entre-temps"):
            actions.decide(report, operator, untrue, "Le prix est vérifié.")
    decided(client, operator, "over", "Il a été annulé par qui l’organisait.")

    assert Report.objects.get().outcome == "over"
    assert events(luc) == ["decided"]


def test_an_operator_who_organises_it_neither_reads_nor_decides_what_is_said_of_it(
    client, campaign, organiser, operator
):
    organiser.is_operator = True
    organiser.save()
    reported(client, campaign, person_of("Luc"))

    assert not Notice.objects.filter(person=organiser).exists()
    client.force_login(organiser)
    assert "payer d’avance" not in client.get(reverse("groupbuys:reports")).content.decode()
    assert decided(client, organiser, "kept", "Tout va bien.").status_code == 404
    assert decided(client, operator, "kept", "Le prix est vérifié.").status_code == 302


def test_a_report_that_nobody_may_decide_is_told_to_who_runs_the_server(client, campaign, caplog):
    reported(client, campaign, person_of("Luc"))

    assert "a report waits for an operator" in caplog.text
