"""What a driver says of her car, for the official scale."""

from placette.carpool.models import Car
from placette.people.models import Person


def describe(person: Person, power: int, *, electric: bool) -> None:
    """Shares that are agreed stay as they are: the next ones are counted with it."""
    Car.objects.update_or_create(person=person, defaults={"power": power, "electric": electric})


def forget(person: Person) -> None:
    """From then on her drives are counted with the cheapest car of the scale."""
    Car.objects.filter(person=person).delete()
