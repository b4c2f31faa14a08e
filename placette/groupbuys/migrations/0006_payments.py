"""How shares are paid and what has come; the database keeps what was noted, and the account to which somebody has paid."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# The campaign's row is the lock: an account does not change while a transfer to it is noted.
KEPT = """
CREATE FUNCTION groupbuys_payment_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- Whoever noted or withdrew it may be forgotten.
    loose text[] := '{noted_by_id,withdrawn_by_id,withdrawn_at}';
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM FROM groupbuys_campaign c JOIN groupbuys_pledge p ON p.campaign_id = c.id
        JOIN groupbuys_share s ON s.pledge_id = p.id WHERE s.id = NEW.share_id FOR NO KEY UPDATE OF c;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - loose) <> (to_jsonb(OLD) - loose)
        OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at) THEN
        PERFORM groupbuys_refuse('a_payment_is_not_rewritten', 'a payment');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER groupbuys_payment_stands BEFORE INSERT OR UPDATE OR DELETE ON groupbuys_payment
    FOR EACH ROW EXECUTE FUNCTION groupbuys_payment_stands();

CREATE FUNCTION groupbuys_account_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT OLD.transfer OR (NEW.transfer, NEW.payee, NEW.iban, NEW.bic) = (OLD.transfer, OLD.payee, OLD.iban, OLD.bic) THEN
        RETURN NEW;
    END IF;
    PERFORM FROM groupbuys_campaign WHERE id = NEW.campaign_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM groupbuys_payment paid JOIN groupbuys_share s ON s.id = paid.share_id
        JOIN groupbuys_pledge p ON p.id = s.pledge_id
        WHERE p.campaign_id = NEW.campaign_id AND paid.kind = 'transfer' AND paid.withdrawn_at IS NULL
    ) THEN
        PERFORM groupbuys_refuse('an_account_that_was_paid_to_stands', 'an account');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER groupbuys_account_stands BEFORE UPDATE ON groupbuys_paymentterms
    FOR EACH ROW EXECUTE FUNCTION groupbuys_account_stands();
"""
UNDO = """
DROP TRIGGER groupbuys_account_stands ON groupbuys_paymentterms;
DROP FUNCTION groupbuys_account_stands();
DROP TRIGGER groupbuys_payment_stands ON groupbuys_payment;
DROP FUNCTION groupbuys_payment_stands();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("groupbuys", "0005_asking_kept_by_the_database"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_cents", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("transfer", "Virement"), ("cash", "Espèces"), ("cheque", "Chèque")],
                        max_length=8,
                    ),
                ),
                ("on", models.DateField()),
                ("source", models.CharField(blank=True, max_length=80, null=True)),
                ("noted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "share",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="groupbuys.share",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_cents__gt", 0)), name="a_payment_is_something"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("source",),
                        name="a_payment_noted_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transfer", models.BooleanField(default=True)),
                ("payee", models.CharField(blank=True, max_length=70)),
                ("iban", models.CharField(blank=True, max_length=34)),
                ("bic", models.CharField(blank=True, max_length=11)),
                ("cash", models.BooleanField(default=False)),
                ("cash_to", models.CharField(blank=True, max_length=200)),
                ("cheque", models.BooleanField(default=False)),
                ("cheque_to", models.CharField(blank=True, max_length=70)),
                ("pay_by", models.DateField(blank=True, null=True)),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "campaign",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="payment_terms",
                        to="groupbuys.campaign",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("transfer", True), ("cash", True), ("cheque", True), _connector="OR"
                        ),
                        name="there_is_a_way_to_pay",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("transfer", False),
                            models.Q(
                                models.Q(("payee", ""), _negated=True), models.Q(("iban", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_transfer_goes_to_an_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cheque", False), models.Q(("cheque_to", ""), _negated=True), _connector="OR"
                        ),
                        name="a_cheque_is_payable_to_somebody",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEPT, UNDO),
    ]
