"""The communes of France, what touches what, and who waits for a space to open."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _


class Community(models.Model):
    """A community of communes (EPCI), by its SIREN."""

    class Kind(models.TextChoices):
        COMMUNES = "CC", _("Communauté de communes")
        AGGLOMERATION = "CA", _("Communauté d’agglomération")
        URBAN = "CU", _("Communauté urbaine")
        METROPOLIS = "METRO", _("Métropole")
        LYON = "MET69", _("Métropole de Lyon")

    siren = models.CharField(max_length=9, primary_key=True)
    name = models.CharField(max_length=200)
    slug = models.CharField(max_length=200)
    kind = models.CharField(max_length=5, choices=Kind)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("places:community", args=[self.key])

    @property
    def key(self) -> str:
        return f"{self.siren}-{self.slug}"


class Commune(models.Model):
    """A current commune, by its INSEE code. Paris, Lyon and Marseille are one commune each."""

    code = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=80)
    # « de Fonsorbes », « d’Auch », « du Havre », « des Angles »
    of_name_in_french = models.CharField(max_length=90, db_column="of_name")
    slug = models.CharField(max_length=80)
    siren = models.CharField(max_length=9, blank=True)
    postcodes = ArrayField(models.CharField(max_length=5), default=list)
    population = models.PositiveIntegerField(default=0)
    community = models.ForeignKey(
        Community, on_delete=models.SET_NULL, null=True, blank=True, related_name="communes"
    )
    department_code = models.CharField(max_length=3)
    department_name = models.CharField(max_length=80)
    region_name = models.CharField(max_length=80)
    # A point inside the commune; unknown for the few places without a published outline or town hall.
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    town_hall_address = models.CharField(max_length=300, blank=True)
    town_hall_phone = models.CharField(max_length=30, blank=True)
    town_hall_email = models.CharField(max_length=254, blank=True)
    town_hall_website = models.CharField(max_length=300, blank=True)
    # [["lundi", "jeudi", [["08:30:00", "12:00:00"], …]], …], as the directory of public services writes it.
    town_hall_hours = models.JSONField(default=list, blank=True)
    town_hall_latitude = models.FloatField(null=True, blank=True)
    town_hall_longitude = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["name", "code"]
        indexes = [
            models.Index(fields=["community", "name"], name="commune_community"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("places:commune", args=[self.key])

    @property
    def of_name(self) -> str:
        """« de Fonsorbes »; “of Fonsorbes” for who reads another language."""
        if (get_language() or "fr").startswith("fr"):
            return self.of_name_in_french
        return gettext("de %(name)s") % {"name": self.name}

    @of_name.setter
    def of_name(self, french: str) -> None:
        self.of_name_in_french = french

    @property
    def key(self) -> str:
        return f"{self.code}-{self.slug}"

    @property
    def is_open(self) -> bool:
        """Its Placette space is open. Ask it of a commune read with select_related("space")."""
        space = getattr(self, "space", None)
        return space is not None and space.closed_at is None


class Spelling(models.Model):
    """Something that people type and that leads to a commune: its name, a former one, a postcode, a code.

    `key` has neither accent, space nor hyphen (« lhaylesroses », « paris12 », « 31470 »), `plain` keeps the
    words, `rare` only those that tell places apart, as they sound, each after a space (« ai roses »). Numbers
    have only a key.
    """

    class Kind(models.TextChoices):
        NAME = "name", _("nom")
        FORMER = "former", _("ancienne commune")
        DISTRICT = "district", _("arrondissement")
        POSTCODE = "postcode", _("code postal")
        CODE = "code", _("code INSEE")

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="spellings", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind)
    label = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    plain = models.CharField(max_length=90, blank=True)
    rare = models.CharField(max_length=90, blank=True)
    population = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commune", "kind", "key"], name="one_spelling_once")]
        indexes = [
            models.Index(fields=["key"], name="spelling_prefix", opclasses=["varchar_pattern_ops"]),
            GinIndex(
                fields=["rare"], name="spelling_words", opclasses=["gin_trgm_ops"], condition=~Q(rare="")
            ),
        ]


class Boundary(models.Model):
    """The outline of a commune, simplified so that neighbours still share their borders exactly."""

    commune = models.OneToOneField(
        Commune, on_delete=models.CASCADE, primary_key=True, related_name="boundary"
    )
    geojson = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()

    class Meta:
        # Which lie in a part of the map, or around a point: a seventh of a millisecond, of all of France a tenth of a second.
        indexes = [
            GistIndex(
                Func(
                    Func(F("west"), F("south"), function="point"),
                    Func(F("east"), F("north"), function="point"),
                    function="box",
                ),
                name="boundary_box",
            )
        ]


class Adjacency(models.Model):
    """Two communes that touch, written in both directions; metres between their centres.

    The unique constraint is the only index: who touches X is read as what X touches.
    """

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="adjacencies", db_index=False)
    neighbour = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="+", db_index=False)
    distance = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "neighbour"], name="one_adjacency_a_pair"),
            models.CheckConstraint(condition=~Q(commune=F("neighbour")), name="never_one_s_own_neighbour"),
        ]


class Quarter(models.Model):
    """A part of a commune that its residents name: an arrondissement, or what the town hall has drawn."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="quarters")
    name = models.CharField(_("nom"), max_length=80)
    slug = models.CharField(max_length=80)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["commune", "slug"], name="one_quarter_a_slug")]

    def __str__(self) -> str:
        return self.name


class FormerCommune(models.Model):
    """A code that leads to a current commune: delegated, associated, merged, or an arrondissement."""

    class Kind(models.TextChoices):
        DELEGATED = "delegated", _("commune déléguée")
        ASSOCIATED = "associated", _("commune associée")
        DISTRICT = "district", _("arrondissement municipal")
        MERGED = "merged", _("ancien code")

    code = models.CharField(max_length=5)
    name = models.CharField(max_length=80)
    slug = models.CharField(max_length=80)
    current = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="former_communes")
    kind = models.CharField(max_length=10, choices=Kind)
    population = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "kind"], name="one_former_commune_a_code")]


class Space(models.Model):
    """The commune has its Placette: what every room must know of it. Without a row its people are on a waiting list.

    `ends_on`: the last day of the present state, in Paris. The database keeps which state may follow which, and that
    only what is not closed has an end. How it moves is townhall/life.py.
    """

    class State(models.TextChoices):
        TRIAL = "trial", _("à l’essai")
        CONTRACT = "contract", _("sous contrat")
        GRACE = "grace", _("en lecture seule")
        CLOSED = "closed", _("fermée")

    commune = models.OneToOneField(Commune, on_delete=models.CASCADE, primary_key=True, related_name="space")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.TRIAL, db_default=State.TRIAL)
    # Where none is said, the database writes three months from the opening.
    ends_on = models.DateField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_because = models.CharField(max_length=300, blank=True, default="", db_default="")
    colour = models.CharField(max_length=7, blank=True, default="", db_default="")  # « #1f6f5c »
    crest = models.CharField(max_length=120, blank=True, default="", db_default="")  # of core.photos
    welcome = models.TextField(max_length=600, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="space_closes_after",
            )
        ]

    @property
    def is_read_only(self) -> bool:
        return self.state == self.State.GRACE and self.closed_at is None

    @property
    def crest_url(self) -> str:
        from placette.core import photos

        return photos.url(self.crest) if self.crest else ""


class Waiting(models.Model):
    """Somebody who wants a space in her commune, told when it opens. Counts once her e-mail is confirmed.

    Who leaves the list is forgotten: only the dates stay.
    """

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="waiting")
    email = models.EmailField(_("adresse e-mail"), blank=True)
    language = models.CharField(max_length=2, default="fr")
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("commune"), Lower("email"), condition=~Q(email=""), name="one_wait_an_email"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(email=""), name="who_leaves_is_forgotten"
            ),
        ]
        indexes = [
            models.Index(
                fields=["commune"],
                name="waiting_counted",
                condition=Q(confirmed_at__isnull=False, left_at__isnull=True),
            )
        ]

    def forget(self) -> None:
        self.left_at, self.email = timezone.now(), ""
        self.save(update_fields=["left_at", "email"])


class Edition(models.Model):
    """Which edition of the open data the tables hold, so that a start loads nothing twice."""

    fingerprint = models.CharField(max_length=64, primary_key=True)
    loaded_at = models.DateTimeField(default=timezone.now)
