"""Where and when drives pass, in the order of the map: what a search of drivers reads."""

from django.db import models

from placette.carpool.fields import PlaceField
from placette.carpool.models.trips import Way


class Passage(models.Model):
    """An open drive as a search reads it, from one index and nothing else. Triggers keep it (migration 0021): nobody else
    writes here.

    Its ellipse (geometry.py) lies between `west` and `east`, `south` and `north`: metres on the plane that touches the
    earth in the middle of France, which is never longer than the earth is. `patch` is where its middle lies on a grid as
    coarse as its reach: neighbours on the map are neighbours in the index (queries/patches.py).
    """

    # A trigger deletes it with its way.
    way = models.OneToOneField(Way, on_delete=models.DO_NOTHING, primary_key=True, related_name="+")
    patch = models.BigIntegerField()
    west, east = models.IntegerField(), models.IntegerField()
    south, north = models.IntegerField(), models.IntegerField()
    # Seconds after midnight between which somebody may be picked up; before or past it, always.
    early, late = models.IntegerField(), models.IntegerField()
    first_day, last_day = models.IntegerField(), models.IntegerField()  # since 2000
    weekdays = models.SmallIntegerField()  # every day where it goes once
    clock, flexibility = models.IntegerField(), models.IntegerField()
    reach, crow = (
        models.FloatField(),
        models.FloatField(),
    )  # metres: as long as it may get, and as the crow flies
    seats = models.SmallIntegerField()
    passes_places = models.BooleanField()  # stops of its own
    # A day was left out or a seat taken, once: the days must be looked at.
    has_days = models.BooleanField()
    # Of the trip and of its author: rules.may_see, as far as it is not about who reads.
    stands = models.BooleanField()
    women_only = models.BooleanField()
    author_id = models.BigIntegerField()
    commune = models.CharField(max_length=5)
    audience = models.CharField(max_length=9)
    a, b = PlaceField(), PlaceField()

    class Meta:
        # The narrow ones first: what follows a text or a place is slower to reach.
        indexes = [
            models.Index(
                fields=["patch", "west", "east", "south", "north", "early", "late", "first_day", "last_day"],
                include=[
                    "way", "author_id", "reach", "crow", "clock", "flexibility", "weekdays", "seats", "passes_places",
                    "has_days", "stands", "women_only", "a", "b", "commune", "audience",
                ],
                name="passage_in_order",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.way_id)
