"""What each neighbour takes, up to what price, and what she owes in the end."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from placette.people.models import Deed, Person

from .campaigns import Campaign
from .products import Product, Quantity


class Pledge(models.Model):
    """A neighbour in a campaign. She takes part while she has lines; the person is null once she has left Placette."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="pledges", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="pledges")
    at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    # Where more time was asked for: she stays.
    stays_at = models.DateTimeField(null=True, blank=True)
    items = models.PositiveSmallIntegerField(
        default=0, db_default=0, editable=False
    )  # lines; kept by the database
    freed_at = models.DateTimeField(null=True, blank=True)  # by the closing, without a yes of hers
    # By whom it stands as it does, where she has no screen; null where she says it herself.
    deed = models.ForeignKey(
        Deed, on_delete=models.SET_NULL, null=True, blank=True, related_name="pledges", db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "person"], name="one_pledge_a_neighbour")]
        indexes = [models.Index(fields=["deed"], condition=Q(deed__isnull=False), name="pledge_deed")]

    @property
    def whose(self) -> str:
        """For the organisers: « Jeanne M. », « Odette M., par la mairie »; empty once she has left Placette.

        Wants person and deed__by.
        """
        if self.person is None:
            return ""
        name = self.person.display_name
        return f"{name}, {self.deed.words}" if self.deed and self.person.is_carried else name


class PledgeDeed(models.Model):
    """What was done with a pledge in the name of somebody who has no screen: her sheet tells it to her.

    `facts`: lines as [product, quantity, unit, most cents a unit] each, a slot, a name.
    """

    class What(models.TextChoices):
        TAKES = "takes"
        WITHDRAWS = "withdraws"
        ACCEPTS = "accepts"
        STAYS = "stays"
        COMES = "comes"
        SENDS = "sends"

    deed = models.OneToOneField(Deed, on_delete=models.CASCADE, related_name="purchase")
    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="deeds")
    what = models.CharField(max_length=9, choices=What)
    facts = models.JSONField(default=dict)


class Line(models.Model):
    """So much of a product, at no more than `accepted_cents` a unit. The database keeps step, limits and stock."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="lines", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="lines")
    quantity = Quantity()
    accepted_cents = models.PositiveIntegerField()

    class Meta:
        ordering = ["product__position", "product_id"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "product"], name="one_line_a_product"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="a_line_is_something"),
        ]


class Waiting(models.Model):
    """The stock is out: whoever came first takes what others give back, at no more than she has accepted."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="waiting", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    quantity = Quantity()
    accepted_cents = models.PositiveIntegerField()
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["product", "person"], name="one_place_in_the_queue"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="one_waits_for_something"),
        ]


class Share(models.Model):
    """What a neighbour owes the supplier or whoever collects: written by the closing, never changed."""

    pledge = models.OneToOneField(Pledge, on_delete=models.PROTECT, related_name="share")
    amount_cents = models.PositiveIntegerField()
    reference_cents = models.PositiveIntegerField()  # what she would have paid alone
    # Structured creditor reference (ISO 11649, « RF »), as her bank's form takes it.
    reference = models.CharField(max_length=25, unique=True)
