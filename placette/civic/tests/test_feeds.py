"""What programs read: Atom, JSON Feed, CAP 1.2; nothing that is not public."""

import json
import re
from datetime import timedelta

import pytest
from defusedxml.ElementTree import fromstring
from django.utils import timezone

from placette.civic.actions import announcements
from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.places.models import Boundary, Quarter

from .factories import announcement_of

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
# Of the standard's schema: the elements that we write, in the order in which it wants them; and what some may say.
ALERT = ["identifier", "sender", "sent", "status", "msgType", "scope", "references", "info"]
INFO = [
    "language", "category", "event", "urgency", "severity", "certainty", "onset", "expires", "senderName", "headline",
    "description", "web", "area",
]  # fmt: skip
AREA = ["areaDesc", "polygon", "geocode"]
OPTIONAL = {"references", "onset", "polygon"}
SAYS = {
    "status": {"Actual", "Exercise", "System", "Test", "Draft"},
    "msgType": {"Alert", "Update", "Cancel", "Ack", "Error"},
    "scope": {"Public", "Restricted", "Private"},
    "category": {"Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other"},
    "urgency": {"Immediate", "Expected", "Future", "Past", "Unknown"},
    "severity": {"Extreme", "Severe", "Moderate", "Minor", "Unknown"},
    "certainty": {"Observed", "Likely", "Possible", "Unlikely", "Unknown"},
}  # fmt: skip
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")


@pytest.fixture
def told():
    officer = officer_of()
    public = announcement_of(officer, text="Vin chaud & pain d’épices <ici>")
    announcement_of(officer, title="Entre nous", residents_only=True)
    announcement_of(officer, title="Brouillon", published=False)
    withdrawn = announcement_of(officer, title="Retirée")
    announcements.withdraw(withdrawn.pk)
    return public


def test_the_atom_feed_has_what_is_public_and_nothing_else(client, told):
    client.force_login(person_of())  # who reads it makes no difference

    answer = client.get("/c/31187-fonsorbes/actualites/flux.atom")
    feed = fromstring(answer.content)

    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Marché de Noël"
    assert entry.findtext(f"{ATOM}summary") == "Vin chaud & pain d’épices <ici>"
    assert entry.findtext(f"{ATOM}id").endswith(f"/actualites/{told.pk}/")
    assert {each.get("rel") for each in feed.findall(f"{ATOM}link")} == {"alternate", "self"}


def test_the_json_feed_has_the_same(client, told):
    answer = client.get("/c/31187-fonsorbes/actualites/flux.json")
    feed = json.loads(answer.content)

    assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["authors"] == [{"name": "Mairie de Fonsorbes"}]
    (item,) = feed["items"]
    assert item["title"] == "Marché de Noël"
    assert item["url"].startswith("http")
    assert "date_modified" not in item


def test_the_list_of_the_commune_names_its_feeds(client, told):
    page = client.get("/c/31187-fonsorbes/actualites/").content.decode()

    assert (
        '<link rel="alternate" type="application/atom+xml" href="/c/31187-fonsorbes/actualites/flux.atom"'
        in page
    )
    assert client.get("/c/31187-autre/actualites/flux.atom").status_code == 301
    assert client.get("/c/99999-nulle-part/actualites/flux.json").status_code == 404


def names(parent) -> list[str]:
    return [each.tag.removeprefix(CAP) for each in parent]


def as_the_schema_wants(alert) -> None:
    info = alert.find(f"{CAP}info")
    for parent, order in ((alert, ALERT), (info, INFO), (info.find(f"{CAP}area"), AREA)):
        there = names(parent)
        assert there == [name for name in order if name in there]
        assert {*order} - OPTIONAL <= {*there}
    for name, words in SAYS.items():
        (said,) = alert.iter(f"{CAP}{name}")
        assert said.text in words
    for name in ("sent", "onset", "expires"):
        assert all(MOMENT.fullmatch(each.text) for each in alert.iter(f"{CAP}{name}"))
    for name in ("identifier", "sender"):
        assert re.fullmatch(r"[^\s,<&]+", alert.findtext(f"{CAP}{name}"))


def test_an_alert_is_written_as_the_standard_asks(client):
    commune = commune_of()
    ring = [[1.2, 43.5], [1.3, 43.5], [1.3, 43.6], [1.2, 43.5]]
    sides = {"west": 1.2, "south": 43.5, "east": 1.3, "north": 43.6}
    Boundary.objects.create(commune=commune, geojson={"type": "Polygon", "coordinates": [ring]}, **sides)
    one = announcement_of(officer_of(), level="emergency", text="Faites bouillir l’eau & attendez.")

    answer = client.get(f"/actualites/{one.pk}/alerte.xml")
    alert = fromstring(answer.content)

    assert answer["Content-Type"] == "application/cap+xml"
    as_the_schema_wants(alert)
    assert alert.findtext(f"{CAP}msgType") == "Alert"
    assert alert.findtext(f".//{CAP}description") == "Faites bouillir l’eau & attendez."
    assert (
        alert.findtext(f".//{CAP}polygon")
        == "43.50000,1.20000 43.50000,1.30000 43.60000,1.30000 43.50000,1.20000"
    )
    assert alert.findtext(f".//{CAP}geocode/{CAP}value") == "31187"


def test_a_change_an_end_and_a_withdrawal_name_the_first_message(client):
    officer = officer_of()
    one = announcement_of(officer, level="emergency", starts_at=timezone.now() + timedelta(hours=1))
    address = f"/actualites/{one.pk}/alerte.xml"
    first = fromstring(client.get(address).content)
    steps = []
    for act in (
        lambda: announcements.change(one.pk, officer, text="Autre"),
        lambda: announcements.end(one.pk),
        lambda: announcements.withdraw(one.pk),
    ):
        act()
        alert = fromstring(client.get(address).content)
        as_the_schema_wants(alert)
        steps.append(alert)

    assert [each.findtext(f"{CAP}msgType") for each in (first, *steps)] == [
        "Alert",
        "Update",
        "Cancel",
        "Cancel",
    ]
    assert len({each.findtext(f"{CAP}identifier") for each in (first, *steps)}) == 4
    referred = ",".join(first.findtext(f"{CAP}{name}") for name in ("sender", "identifier", "sent"))
    assert {each.findtext(f"{CAP}references") for each in steps} == {referred}


def test_what_is_no_public_alert_has_no_such_message(client):
    officer = officer_of()
    Quarter.objects.create(commune=commune_of(), name="Bidot", slug="bidot")
    for one in (
        announcement_of(officer),
        announcement_of(officer, level="emergency", residents_only=True),
        announcement_of(officer, level="emergency", published=False),
    ):
        assert client.get(f"/actualites/{one.pk}/alerte.xml").status_code == 404
    one = announcement_of(
        officer, level="emergency", quarters=list(Quarter.objects.all()), place="Rue des Lilas"
    )
    alert = fromstring(client.get(f"/actualites/{one.pk}/alerte.xml").content)
    assert alert.findtext(f".//{CAP}areaDesc") == "Rue des Lilas, Bidot, Fonsorbes"


def test_the_api_gives_what_is_public_without_an_account(client, told):
    page = client.get("/api/v1/announcements?commune=31187")
    one = client.get(f"/api/v1/announcements/{told.pk}")

    assert [each["title"] for each in page.json()["announcements"]] == ["Marché de Noël"]
    assert page.json()["before"] == 0
    assert one.json()["text"] == "Vin chaud & pain d’épices <ici>"
    assert client.get(f"/api/v1/announcements/{told.pk + 1}").status_code == 404
    assert client.get("/api/v1/announcements?commune=nulle").status_code == 422
