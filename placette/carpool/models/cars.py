"""The car of a driver, as far as sharing its costs asks."""

from django.db import models
from django.db.models import Q

from placette.carpool.costs.scale import POWERS, Engine
from placette.people.models import Person


class Car(models.Model):
    """What she says of her car. Nothing of it is shown to others but the calculation of a share."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="car")
    power = (
        models.PositiveSmallIntegerField()
    )  # fiscal horsepower (CV), P.6 of the registration; 7 is 7 and more
    electric = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(power__range=(POWERS[0], POWERS[-1])), name="a_car_is_on_the_scale"
            )
        ]

    @property
    def engine(self) -> Engine:
        return Engine(self.power, self.electric)
