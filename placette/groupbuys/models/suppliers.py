"""Whom the neighbours buy from."""

from django.db import models
from django.db.models import Q

from placette.people.models import Person


class Supplier(models.Model):
    """A firm, known by its SIREN, or somebody who sells what she grows or makes."""

    name = models.CharField(max_length=120)
    siren = models.CharField(max_length=9, blank=True)
    professional = models.BooleanField(default=True)
    email = models.EmailField(blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(siren="") | Q(siren__regex=r"^\d{9}$"), name="a_siren_has_nine_digits"
            ),
            # Code de la consommation, L111-1: who sells as a professional says who she is.
            models.CheckConstraint(
                condition=Q(professional=False) | ~Q(siren=""), name="a_professional_is_identified"
            ),
        ]

    def __str__(self) -> str:
        return self.name
