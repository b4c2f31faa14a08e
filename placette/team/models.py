"""How a town hall asks people to hold a role."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from placette.people.models import Person, Role
from placette.places.models import Commune


class Invitation(models.Model):
    """A town hall asks somebody, by e-mail, to hold a role; she accepts or it grows old.

    Nobody is given a role unasked, and nobody learns from it whether an address has an account. The address goes as
    soon as it is answered, taken back or too old.
    """

    name = models.CharField(max_length=20, choices=Role.Name)
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="role_invitations")
    email = models.EmailField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    role = models.OneToOneField(
        Role, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitation"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "name", "email"],
                condition=Q(ended_at__isnull=True),
                name="one_open_invitation",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(email=""),
                name="an_ended_invitation_forgets_its_address",
            ),
        ]
