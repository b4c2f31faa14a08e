"""What one person's rides add up to, for her page. From her bookings: the ledger names nobody."""

from dataclasses import dataclass, field

from placette.carpool.crews.confirmed import rides_of
from placette.carpool.models import Booking
from placette.impact.rides import Spared, spared
from placette.people.models import Person

READ = ("passenger", "day", "road", "detour", "seats", "share_cents", "would_have_driven")


@dataclass(frozen=True)
class Total:
    """Of rides that took place. Grams of CO2 from a low to a high figure; cents that she herself spared."""

    rides: int = 0
    metres: int = 0
    co2_grams_low: int = 0
    co2_grams_high: int = 0
    cents: int = 0

    @property
    def km(self) -> int:
        return round(self.metres / 1000)

    @property
    def kg_low(self) -> int:
        return self.co2_grams_low // 1000

    @property
    def kg_high(self) -> int:
        return self.co2_grams_high // 1000

    @property
    def euros(self) -> int:
        return self.cents // 100

    def plus(self, ride: Spared, cents: int) -> "Total":
        return Total(
            self.rides + 1,
            self.metres + ride.metres,
            self.co2_grams_low + ride.co2_grams_low,
            self.co2_grams_high + ride.co2_grams_high,
            self.cents + cents,
        )


@dataclass(frozen=True)
class Totals:
    driving: Total = field(default_factory=Total)
    riding: Total = field(default_factory=Total)


def of_person(person: Person) -> Totals:
    """As the one who drives, and as a passenger. Two queries, by the indexes of a trip's author, a ride's passenger
    and a crew's member.

    Each ride is in the totals of both who rode: those of several people are not to be added up.
    """
    driving, riding = Total(), Total()
    done = Booking.objects.filter(state=Booking.State.DONE)
    for ride in done.of(person).only(*READ):
        gain = spared(ride.day, ride.road, ride.detour, ride.seats, ride.share_cents, ride.would_have_driven)
        if ride.passenger_id == person.pk:
            riding = riding.plus(gain, gain.passenger_cents)
        else:
            driving = driving.plus(gain, gain.driver_cents)
    for each in rides_of(person):
        gain = spared(each.day, each.crew.road, 0, each.seats, 0, each.would_have_driven)
        if each.member.person_id == person.pk:
            riding = riding.plus(gain, gain.passenger_cents)
        else:
            driving = driving.plus(gain, gain.driver_cents)
    return Totals(driving, riding)
