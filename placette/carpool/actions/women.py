"""She says that she is a woman, to ride among women; or says so no longer."""

from placette.carpool.models import Woman
from placette.people.models import Person


def say(person: Person) -> None:
    """On her word: nobody asks for a proof, and nobody reads it."""
    Woman.objects.get_or_create(person=person)


def take_back(person: Person) -> None:
    """From then on she sees no such trip of others. Her own stay as they are, and so does what was agreed."""
    Woman.objects.filter(person=person).delete()
