"""Once somebody takes part, the database keeps from whom she buys."""

from django.db import migrations

SELLER = """
CREATE FUNCTION groupbuys_seller_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM groupbuys_refuse('what_somebody_counts_on_stands', 'a seller');
    RETURN NULL;
END $$;
CREATE TRIGGER groupbuys_seller_stands BEFORE UPDATE ON groupbuys_campaign FOR EACH ROW
    WHEN (OLD.takers > 0 AND OLD.supplier_id IS NOT NULL AND NEW.supplier_id IS DISTINCT FROM OLD.supplier_id)
    EXECUTE FUNCTION groupbuys_seller_stands();
"""
UNDO = """
DROP TRIGGER groupbuys_seller_stands ON groupbuys_campaign;
DROP FUNCTION groupbuys_seller_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("groupbuys", "0008_collected_by_the_database")]
    operations = [migrations.RunSQL(SELLER, UNDO)]
