"""Residents without a screen: who may act for them, by which consent, and each thing that was done in their name.

What others may do for her is kept by the database (migrations 0013, 0015 and 0019): nothing is done without a consent that
stands and covers it, what is done is hers, neither a consent nor what was done by it is rewritten, and nobody acts for who
has an account of her own (docs/decisions/0017).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Holder(models.TextChoices):
    """Who acts for her: any officer of the town hall, or one ambassador."""

    TOWN_HALL = "town_hall", _("La mairie")
    AMBASSADOR = "ambassador", _("Un·e ambassadeur·rice")


class Scope(models.TextChoices):
    POSTS = "posts", _("Publier et retirer ses annonces")
    WRITES = "writes", _("Répondre aux annonces, lire et écrire ses messages")
    AGREES = "agrees", _("Accepter, refuser, confirmer et remercier")
    # Asked for by itself: it binds her money.
    BUYS = "buys", _("Acheter à plusieurs, jusqu’au prix auquel elle dit oui")
    # By itself too: she gets into a neighbour's car.
    RIDES = "rides", _("Demander une place en voiture, et répondre aux voisins qui l’emmènent")


class Consent(models.Model):
    """She lets somebody act for her, for what is ticked, until she takes it back."""

    class How(models.TextChoices):
        ORAL = "oral", _("De vive voix, au téléphone ou au guichet")
        SIGNED = "signed", _("Signé sur papier")

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="consents")
    commune = models.ForeignKey("places.Commune", on_delete=models.PROTECT, related_name="+")
    holder = models.CharField(max_length=10, choices=Holder)
    # The ambassador; null for the town hall, and where the ambassador's account has gone: then it is of no use.
    to = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="carries"
    )
    how = models.CharField(max_length=6, choices=How)
    posts = models.BooleanField(default=False)
    writes = models.BooleanField(default=False)
    agrees = models.BooleanField(default=False)
    buys = models.BooleanField(default=False, db_default=False)
    rides = models.BooleanField(default=False, db_default=False)
    recorded_by = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(posts=True) | Q(writes=True) | Q(agrees=True) | Q(buys=True) | Q(rides=True),
                name="a_consent_covers_something",
            ),
            models.CheckConstraint(
                condition=Q(holder=Holder.AMBASSADOR) | Q(to__isnull=True), name="a_town_hall_is_nobody"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("at")), name="a_consent_ends_after"
            ),
            models.UniqueConstraint(
                fields=["person", "holder", "to"],
                # Helpers whose accounts have gone are nobody each.
                condition=Q(ended_at__isnull=True) & (Q(holder=Holder.TOWN_HALL) | Q(to__isnull=False)),
                nulls_distinct=False,
                name="one_consent_a_helper",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} {self.holder}"

    @property
    def scopes(self) -> list[str]:
        """In words."""
        return [str(label) for name, label in Scope.choices if getattr(self, name)]

    @property
    def is_of_town_hall(self) -> bool:
        return self.holder == Holder.TOWN_HALL


class Deed(models.Model):
    """One thing done in her name: the annonce, the message, the pledge or the ride points here, and pages say by whom."""

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="deeds")
    scope = models.CharField(max_length=6, choices=Scope)
    holder = models.CharField(max_length=10, choices=Holder)  # as the consent's, so that a page reads one row
    by = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.scope} #{self.pk}"

    @property
    def through(self) -> str:
        """As notices keep it, in no language: « town_hall », or the ambassador's name. Wants `by`."""
        if self.holder == Holder.TOWN_HALL:
            return str(Holder.TOWN_HALL)
        return self.by.display_name if self.by else ""

    @property
    def words(self) -> str:
        """« par la mairie »; « par Lucien S., ambassadeur·rice ». Officers are not named to neighbours. Wants `by`."""
        return in_words(self.through)


def facts_of(deed: Deed | None) -> dict[str, Any]:
    """What a notice keeps of who has really done it."""
    return {"through": deed.through} if deed else {}


def in_words(through: str) -> str:
    if through == Holder.TOWN_HALL:
        return gettext("par la mairie")
    return gettext("par %(name)s, ambassadeur·rice") % {
        "name": through or gettext("une personne partie depuis")
    }


def signed(name: str, through: str | None) -> str:
    """Within a sentence: « Odette M. (par la mairie) »; the name alone where nobody stood between."""
    return f"{name} ({in_words(through)})" if through else name


class TakeOver(models.Model):
    """The code with which a resident takes her account into her own hands. Only its hash is kept; a new one replaces it."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="take_over")
    code_hash = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"#{self.person_id}"
