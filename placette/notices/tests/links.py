"""Links of e-mails, as a test's client asks for them."""

from placette.notices.by_mail import links
from placette.notices.models import Notice
from placette.people.models import Person


def path_of(person: Person, act: str, pk: int) -> str:
    return _path(links.address(person, act, pk))


def offered(person: Person, kind: str) -> dict[str, str]:
    """What the e-mail of her newest notice of this kind lets her do: words -> path."""
    notice = Notice.objects.filter(person=person, kind=kind).order_by("-pk").first()
    assert notice is not None
    return {label: _path(address) for label, address in links.of_notice(notice)}


def _path(address: str) -> str:
    return "/" + address.split("/", 3)[3]
