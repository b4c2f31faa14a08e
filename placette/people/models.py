"""Accounts, what neighbours know of each other, and how trust is earned."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, GeneratedField, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.core import french
from placette.places.models import Commune, Community, Quarter

from .carried import Consent, Deed, Holder, Scope, TakeOver

__all__ = [
    "VOUCHES_NEEDED", "ActivationCode", "Consent", "Deed", "Holder", "Membership", "Offering", "PendingPhoto", "Person",
    "PersonManager", "Role", "Scope", "TakeOver", "Verification", "Vouch", "VouchRequest",
]  # fmt: skip
VOUCHES_NEEDED = 2


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, email: str | None) -> Person:
        return self.get(email__iexact=email)


class Person(AbstractBaseUser):
    """Somebody with an account. Neighbours see the display name, the quarter and badges, never more."""

    class Language(models.TextChoices):
        FRENCH = "fr", _("Français")
        ENGLISH = "en", _("Anglais")

    # Null for a resident without a screen, for whom others act (carried.py): nothing is ever mailed to her.
    email = models.EmailField(_("adresse e-mail"), unique=True, null=True)  # noqa: DJ001
    first_name = models.CharField(_("prénom"), max_length=60, blank=True)
    last_name = models.CharField(_("nom"), max_length=60, blank=True)
    photo = models.CharField(max_length=120, blank=True, editable=False)  # storage name of the 256 px WebP
    about = models.TextField(_("quelques mots sur vous"), max_length=500, blank=True)
    language = models.CharField(_("langue"), max_length=2, choices=Language, default=Language.FRENCH)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    shows_profile_to_town_hall = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    last_seen_on = models.DateField(null=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_whatever_the_case"),
            # What Django writes for « no password »: nobody signs in as somebody for whom others act.
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(password__startswith="!"),  # noqa: S106
                name="without_an_email_nobody_signs_in",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or f"#{self.pk}"

    @property
    def is_carried(self) -> bool:
        """Others act for her, by her consent."""
        return self.email is None

    @property
    def mailbox(self) -> str:
        """Where she is written to. ValueError for whom others act: nothing may be mailed to her."""
        if self.email is None:
            raise ValueError("nothing is mailed to a resident without a screen")
        return self.email

    @property
    def display_name(self) -> str:
        """« Jeanne M. »: what others read."""
        initial = self.last_name.strip()[:1].upper()
        return f"{self.first_name} {initial}." if initial else self.first_name

    @property
    def initials(self) -> str:
        return (self.first_name.strip()[:1] + self.last_name.strip()[:1]).upper() or "?"

    @property
    def hue(self) -> int:
        """One of ten background colours for the avatar without a photo."""
        return (self.pk or 0) % 10

    @property
    def photo_url(self) -> str:
        from placette.core import photos

        return photos.url(self.photo) if self.photo else ""

    def get_absolute_url(self) -> str:
        return reverse("people:profile", args=[self.pk])

    # Django's templates and allauth ask these of any user model.
    is_staff = False
    is_superuser = False

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class PendingPhoto(models.Model):
    """A photo that came with a form: its owner's alone, until an accepted form takes it or a day has passed."""

    class Use(models.TextChoices):
        LISTING = "listing"
        PORTRAIT = "portrait"

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pending_photos")
    use = models.CharField(max_length=8, choices=Use)
    name = models.CharField(max_length=120, unique=True)  # storage name, as photos.store gives it
    digest = models.CharField(max_length=32, null=True, blank=True)  # noqa: DJ001 - of the file that was sent
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "use", "digest"],
                condition=Q(digest__isnull=False),
                name="a_photo_is_kept_once",
            )
        ]


class Membership(models.Model):
    """A person belongs to a commune: at home, or where she works. `verified_at` opens the door to neighbours."""

    class Purpose(models.TextChoices):
        HOME = "home", _("J’y habite")
        WORK = "work", _("J’y travaille")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="memberships")
    quarter = models.ForeignKey(
        Quarter, on_delete=models.SET_NULL, null=True, blank=True, related_name="memberships"
    )
    purpose = models.CharField(max_length=4, choices=Purpose, default=Purpose.HOME)
    # The H3 cell of resolution 9 (about 0.1 km²) around the address. The address itself is never kept.
    cell = models.BigIntegerField(null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    verified_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "purpose"], name="one_commune_a_purpose"),
            models.UniqueConstraint(fields=["person", "commune"], name="one_membership_a_commune"),
            # The first 12 bits of an H3 index: a cell, of resolution 9.
            models.CheckConstraint(
                condition=Q(cell__isnull=True) | Q(cell__gte=0x089 << 52, cell__lt=0x08A << 52),
                name="a_cell_no_finer_than_a_hexagon",
            ),
        ]
        indexes = [models.Index(fields=["commune", "verified_at"], name="membership_verified")]


class Verification(models.Model):
    """The result of a proof of residence, never the document."""

    class Route(models.TextChoices):
        CODE = "code", _("Code reçu par courrier")
        VOUCHED = "vouched", _("Deux voisins se portent garants")
        TOWN_HALL = "town_hall", _("Confirmée par la mairie")

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="verifications")
    route = models.CharField(max_length=10, choices=Route)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "route"], name="one_verification_a_route")
        ]


class Vouch(models.Model):
    """A verified neighbour says: I know her, she lives here."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="vouches")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="vouches_given")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "by"], name="one_vouch_a_neighbour")]


class VouchRequest(models.Model):
    """A link that a newcomer hands to neighbours who know her; without it nobody finds her."""

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="vouch_request")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)


class ActivationCode(models.Model):
    """A single-use code that the town hall sent to an address. Only its hash is kept; the address goes at use."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="activation_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=200, blank=True)
    issued_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(address=""), name="a_used_code_forgets_its_address"
            )
        ]


class Role(models.Model):
    """A task that a person holds for a commune or a community, visible to residents and dated."""

    class Name(models.TextChoices):
        AMBASSADOR = "ambassador", _("Ambassadeur·rice")
        OFFICER = "officer", _("Agent·e de la mairie")
        ELECTED = "elected", _("Élu·e")
        MODERATOR = "moderator", _("Modérateur·rice")
        ASSOCIATION = "association", _("Association")
        SOCIAL = "social", _("Action sociale (CCAS)")
        TERRITORY_OFFICER = "territory_officer", _("Agent·e de l’intercommunalité")

    # Only residents know the neighbourhood from inside: these two want a verified residence, and end with it.
    OF_RESIDENTS = frozenset({Name.MODERATOR, Name.AMBASSADOR})

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    name = models.CharField(max_length=20, choices=Name)
    commune = models.ForeignKey(
        Commune, on_delete=models.CASCADE, null=True, blank=True, related_name="roles"
    )
    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, null=True, blank=True, related_name="roles"
    )
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(commune__isnull=False, community__isnull=True)
                | Q(commune__isnull=True, community__isnull=False),
                name="a_role_is_held_in_one_place",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="role_ends_after"
            ),
            models.UniqueConstraint(
                fields=["person", "name", "commune", "community"],
                condition=Q(until__isnull=True),
                nulls_distinct=False,
                name="one_current_role",
            ),
        ]

    @property
    def place(self) -> Commune | Community | None:
        return self.commune or self.community


class Offering(models.Model):
    """What a person could lend or do if asked (« une échelle », « garder un chat »): not an annonce yet.

    `search` is a stored tsvector of placette_fr; a request is matched against it to tell those who can help.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="offerings")
    text = models.CharField(_("ce que vous pouvez prêter ou faire"), max_length=80)
    created_at = models.DateTimeField(default=timezone.now)
    search = GeneratedField(
        expression=french.vector("text"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint("person", Lower("text"), name="an_offering_once")]
        indexes = [
            GinIndex(fields=["search"], name="offering_search"),
            GinIndex(OpClass(french.plain("text"), name="gin_trgm_ops"), name="offering_likeness"),
        ]
