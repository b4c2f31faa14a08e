"""Days on which a weekly way does not go."""

from django.db import models

from placette.carpool.models.trips import Way


class Pause(models.Model):
    """A day on which a weekly way does not go."""

    way = models.ForeignKey(Way, on_delete=models.CASCADE, related_name="pauses", db_index=False)
    day = models.DateField()
    # The calendar that put it there (holidays.ZONES), and may take it away; empty: its author did.
    by_zone = models.CharField(max_length=20, blank=True, default="", db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["way", "day"], name="a_day_is_left_out_once")]
