"""Places to meet and to leave a car at: the national base of carpool areas (BNLC), and what town halls add to it."""

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, GeneratedField, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from placette.carpool.fields import PlaceField
from placette.carpool.geometry import Point
from placette.people.models import Person
from placette.places.models import Commune

# Shown wherever areas are shown: the ODbL asks for it.
CREDIT = _("Base nationale des lieux de covoiturage, transport.data.gouv.fr, licence ODbL")


class Area(models.Model):
    """One place of the base: `key` is its national number, or its publisher's SIREN and own number. Or a town hall's own:
    then it has a commune, and the officer who said it last.
    """

    class Kind(models.TextChoices):
        """The schema's own words (etalab/schema-lieux-covoiturage 0.3)."""

        AREA = "area", _("Aire de covoiturage")
        MOTORWAY_EXIT = "motorway_exit", _("Sortie d’autoroute")
        CAR_PARK = "car_park", _("Parking")
        SHOP = "shop", _("Supermarché")
        PARK_AND_RIDE = "park_and_ride", _("Parking relais")
        ROADSIDE = "roadside", _("Délaissé routier")
        HITCHHIKING = "hitchhiking", _("Auto-stop")
        LINE = "line", _("Ligne de covoiturage")
        MEETING = "meeting", _("Point de rencontre")  # of a town hall; the schema does not know it

    key = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=13, choices=Kind)
    address = models.CharField(max_length=250, blank=True)
    commune_code = models.CharField(
        max_length=5
    )  # INSEE, as published: also of communes that have merged since
    latitude = models.FloatField()
    longitude = models.FloatField()
    spaces = models.PositiveIntegerField(null=True, blank=True)  # unknown where null
    is_open = models.BooleanField(default=True)
    updated_on = models.DateField()
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    note = models.CharField(max_length=120, blank=True, default="", db_default="")
    officer = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    # Made from latitude and longitude by the database.
    place = GeneratedField(
        expression=Func(F("latitude"), F("longitude"), function="carpool_place"),
        output_field=PlaceField(),
        db_persist=True,
    )

    class Meta:
        indexes = [GistIndex(fields=["place"], condition=Q(is_open=True), name="area_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="an_area_is_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(kind="meeting", commune__isnull=False) | (~Q(kind="meeting") & Q(commune__isnull=True)),
                name="a_meeting_point_is_of_a_town_hall",
            ),
            models.UniqueConstraint(
                "commune", Lower("name"), condition=Q(is_open=True, commune__isnull=False),
                name="one_meeting_point_of_a_name",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def point(self) -> Point:
        return self.latitude, self.longitude
