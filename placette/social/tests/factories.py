"""Letters for tests."""

from placette.people.models import Person, Role
from placette.people.tests.factories import commune_of, person_of
from placette.social import actions
from placette.social.models import Letter


def reader_of(code: str = "31187", name: str = "Claire") -> Person:
    """Somebody of the social service, who lives elsewhere."""
    reader = person_of(name, "Roux", lives_in=None)
    Role.objects.create(person=reader, name=Role.Name.SOCIAL, commune=commune_of(code))
    return reader


def letter_of(author: Person, text: str = "Je n’arrive plus à payer le chauffage.") -> Letter:
    return actions.write(author, author.memberships.get().commune, text)
