"""How a share is paid, and what has come: beside the site, which never holds anybody's money."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.people.models import Person

from .campaigns import Campaign
from .pledges import Share


class PaymentTerms(models.Model):
    """To whom, how and by when. Once a transfer has come its account stands (migration 0006)."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="payment_terms")
    transfer = models.BooleanField(default=True)
    payee = models.CharField(max_length=70, blank=True)  # as the European code allows (EPC069-12)
    iban = models.CharField(max_length=34, blank=True)  # without spaces
    bic = models.CharField(max_length=11, blank=True)
    cash = models.BooleanField(default=False)
    cash_to = models.CharField(max_length=200, blank=True)  # to whom, where, when
    cheque = models.BooleanField(default=False)
    cheque_to = models.CharField(max_length=70, blank=True)  # payable to
    pay_by = models.DateField(null=True, blank=True)
    set_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(transfer=True) | Q(cash=True) | Q(cheque=True), name="there_is_a_way_to_pay"
            ),
            models.CheckConstraint(
                condition=Q(transfer=False) | (~Q(payee="") & ~Q(iban="")),
                name="a_transfer_goes_to_an_account",
            ),
            models.CheckConstraint(
                condition=Q(cheque=False) | ~Q(cheque_to=""), name="a_cheque_is_payable_to_somebody"
            ),
        ]


class Payment(models.Model):
    """So much has come for a share. Never rewritten: what was noted by mistake is withdrawn, and stays readable.

    `source` names what it was noted from (a line of a bank statement, a form), so that the same is never noted twice.
    """

    class Kind(models.TextChoices):
        TRANSFER = "transfer", _("Virement")
        CASH = "cash", _("Espèces")
        CHEQUE = "cheque", _("Chèque")

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="payments")
    amount_cents = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    on = models.DateField()  # the bank's day, or when it was handed over
    source = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001 - unique where there is one
    noted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="a_payment_is_something"),
            models.UniqueConstraint(
                fields=["source"], condition=Q(withdrawn_at__isnull=True), name="a_payment_noted_once"
            ),
        ]
