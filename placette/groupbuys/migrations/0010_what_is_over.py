"""A link to the organisers is of one moment; a report on what is over is answered truly; who was asked for a quote is
forgotten in time."""

from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Lower

STANDS = """
CREATE OR REPLACE FUNCTION groupbuys_quote_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- Who asked may leave, whom she asked is forgotten in time, and a key stops opening.
    loose text[] := '{%s}';
    its_state text;
BEGIN
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - loose) = (to_jsonb(OLD) - loose) THEN
        RETURN NEW;
    END IF;
    SELECT state INTO its_state FROM groupbuys_campaign WHERE id = NEW.campaign_id FOR NO KEY UPDATE;
    IF its_state <> 'interest' THEN
        PERFORM groupbuys_refuse('a_quote_stands_once_one_is_chosen', 'a quote');
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.campaign_id <> OLD.campaign_id THEN
        PERFORM groupbuys_refuse('a_quote_stays_where_it_is', 'a quote');
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("groupbuys", "0009_the_seller_stays")]
    operations = [
        migrations.AddField(
            model_name="campaign",
            name="organisers_changed",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="report",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("kept", "L’achat groupé continue"),
                    ("cancelled", "L’achat groupé est annulé"),
                    ("over", "L’achat groupé est fini : il n’y a plus rien à décider"),
                ],
                max_length=9,
            ),
        ),
        migrations.AlterField(
            model_name="quote", name="email", field=models.EmailField(blank=True, max_length=254)
        ),
        migrations.AlterField(
            model_name="quote", name="name", field=models.CharField(blank=True, max_length=120)
        ),
        migrations.RemoveConstraint(model_name="quote", name="a_supplier_is_asked_once"),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.UniqueConstraint(
                "campaign", Lower("email"), condition=~Q(email=""), name="a_supplier_is_asked_once"
            ),
        ),
        # The unique one holds no longer all of them.
        migrations.AddIndex(
            model_name="quote", index=models.Index(fields=["campaign"], name="quote_campaign")
        ),
        migrations.RunSQL(
            STANDS % "asked_by_id,email,name,words,reason,token_hash,typed",
            STANDS % "asked_by_id,email,token_hash,typed",
        ),
    ]
