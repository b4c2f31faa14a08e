"""A bank statement is read, shown, and noted once the organiser says yes; of what it holds of others nothing stays."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from placette.groupbuys.actions import payments
from placette.groupbuys.models import Payment
from placette.groupbuys.queries import payments as queries
from placette.notices.models import Notice
from placette.people.tests.factories import person_of

from .orders import paid_to, share_of, succeeded
from .statements import camt_of, csv_of, entry_of, ofx_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 26)
SECRET = "Cabinet médical Durand"


@pytest.fixture
def nadia():
    return person_of("Nadia", "Ferrand")


@pytest.fixture
def luc():
    return person_of("Luc", "Bergès")


@pytest.fixture
def campaign(nadia, luc):
    """Luc owes 13.50 €, Nadia 4.50 €."""
    made = succeeded(nadia, {luc: ["3"], nadia: ["1"]})
    paid_to(made, nadia)
    return made


def send(client, campaign, content, name="releve.csv"):
    content = content if isinstance(content, bytes) else content.encode("cp1252")
    return client.post(
        f"/achats/{campaign.pk}/paiements/releve/", {"file": SimpleUploadedFile(name, content)}
    )


def confirm(client, campaign, preview, keep=(), **more):
    form = {"lines": preview.context["lines"], "keep": list(keep)} | more
    return client.post(f"/achats/{campaign.pk}/paiements/releve/noter/", form, follow=True)


def words(response):
    return response.content.decode().replace("\u00a0", " ")


def statement_of(campaign, nadia, luc):
    reference = share_of(campaign, luc).reference
    return csv_of(
        ("25/11/2026", SECRET, "", "25,00"),
        ("26/11/2026", f"VIR SEPA M BERGES {reference[:4]} {reference[4:].lower()}", "", "13,50"),
        ("26/11/2026", f"VIR {share_of(campaign, nadia).reference}", "", "4,00"),
        ("26/11/2026", "CB Carrefour", "12,00", ""),
    )


def test_nothing_is_noted_before_the_yes_and_then_what_was_expected(client, campaign, nadia, luc):
    client.force_login(nadia)

    preview = send(client, campaign, statement_of(campaign, nadia, luc))

    page = words(preview)
    assert "1 virement reconnu. Rien n’est encore noté." in page
    assert "Luc B." in page
    assert "4,50 € attendus" in page
    assert "1 ligne : aucune référence de cet achat groupé" in page
    assert "1 ligne : de l’argent sorti du compte" in page
    assert not Payment.objects.exists()

    page = words(confirm(client, campaign, preview))

    assert "C’est noté : 1 virement." in page
    paid = Payment.objects.get()
    assert (paid.share, paid.amount_cents, paid.kind, paid.on) == (
        share_of(campaign, luc),
        1350,
        "transfer",
        DAY,
    )
    assert Notice.objects.filter(person=luc, facts__event="paid").count() == 1


def test_what_is_ticked_is_noted_as_it_came(client, campaign, nadia, luc):
    client.force_login(nadia)
    preview = send(client, campaign, statement_of(campaign, nadia, luc))

    confirm(client, campaign, preview, keep=[each.received.source for each in preview.context["doubtful"]])

    assert queries.of_person(campaign, nadia).rest == 50
    assert queries.totals(campaign).received == 1750


def test_the_same_transfers_in_another_format_are_noted_once(client, campaign, nadia, luc):
    client.force_login(nadia)
    reference = share_of(campaign, luc).reference
    first = send(client, campaign, ofx_of((DAY, "13.50", reference)), "releve.ofx")
    confirm(client, campaign, first)

    for content in (statement_of(campaign, nadia, luc), camt_of(entry_of(DAY, "13.50", reference))):
        again = send(client, campaign, content)
        assert "1 virement était déjà noté." in words(again)
    page = words(confirm(client, campaign, first))

    assert "1 virement avait été noté entre-temps" in page
    assert Payment.objects.count() == 1


def test_what_somebody_ticked_meanwhile_is_not_noted_twice(client, campaign, nadia, luc):
    client.force_login(nadia)
    preview = send(client, campaign, statement_of(campaign, nadia, luc))
    payments.settle(campaign.pk, nadia, [share_of(campaign, luc).pk], "transfer", timezone.localdate())

    page = words(confirm(client, campaign, preview))

    assert "laissé de côté" in page
    assert queries.of_person(campaign, luc).over == 0
    again = words(send(client, campaign, statement_of(campaign, nadia, luc)))
    assert "déjà payé en entier" in again


def test_of_other_peoples_payments_nothing_stays(client, campaign, nadia, luc, caplog):
    client.force_login(nadia)
    with caplog.at_level("DEBUG"):
        for content in (
            statement_of(campaign, nadia, luc),
            ofx_of((DAY, "25.00", SECRET), (DAY, "4.50", "x")),
            b"<OFX><STMTTRN>" + SECRET.encode() + b"</OFX></OFX>",
            camt_of(entry_of(DAY, "25.00", SECRET)),
        ):
            preview = send(client, campaign, content)
            assert SECRET not in words(preview)
            if preview.context.get("lines"):
                confirm(client, campaign, preview)
    assert SECRET not in caplog.text
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        assert all(len(kept) < 1500 for (kept,) in cursor.fetchall())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "Choisissez d’abord le fichier"),
        (b"", "vide"),
        (b"%PDF-1.4", "PDF"),
        (b"x;y\n1;2\n", "colonnes"),
    ],
)
def test_a_refusal_says_what_to_do(client, campaign, nadia, content, said):
    client.force_login(nadia)
    if content is None:
        response = client.post(f"/achats/{campaign.pk}/paiements/releve/")
    else:
        response = send(client, campaign, content)
    assert response.status_code == 422
    assert said in words(response)


def test_a_confirmation_is_of_this_campaign_this_person_and_this_hour(
    client, campaign, nadia, luc, time_machine
):
    client.force_login(nadia)
    preview = send(client, campaign, statement_of(campaign, nadia, luc))
    other = succeeded(nadia, {nadia: ["1"]})

    assert "rien n’a été noté" in words(confirm(client, other, preview))
    assert "rien n’a été noté" in words(
        confirm(client, campaign, preview, lines="x" + preview.context["lines"])
    )
    time_machine.move_to(timezone.now() + timedelta(seconds=3700))
    assert "rien n’a été noté" in words(confirm(client, campaign, preview))
    assert not Payment.objects.exists()


def test_a_long_list_is_shown_in_ranges_and_does_not_grow_the_form(client, campaign, nadia, luc):
    client.force_login(nadia)
    table = io.StringIO(statement_of(campaign, nadia, luc))
    table.seek(0, io.SEEK_END)
    table.write("".join(f"26/11/2026;26/11/2026;CB {number};1,00;\r\n" for number in range(3000)))

    page = words(send(client, campaign, table.getvalue()))

    assert "Lignes 5–3005" in page
    assert len(page) < 60_000


def test_thirty_statements_an_hour(client, campaign, nadia):
    client.force_login(nadia)
    answers = [send(client, campaign, b"%PDF") for _number in range(31)]
    assert [each.status_code for each in answers] == [422] * 30 + [429]
