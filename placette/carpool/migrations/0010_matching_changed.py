import placette.carpool.fields
from django.db import migrations, models

# By which transaction a way was last written, so that whoever keeps a copy reads only what is new since.
CHANGED = """
CREATE FUNCTION carpool_way_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed := pg_current_xact_id();
    RETURN NEW;
END
$$;
CREATE TRIGGER way_changed BEFORE INSERT OR UPDATE ON carpool_way
FOR EACH ROW EXECUTE FUNCTION carpool_way_changed();
"""
CHANGED_UNDO = """
DROP TRIGGER way_changed ON carpool_way;
DROP FUNCTION carpool_way_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("carpool", "0010_matching")]
    operations = [
        migrations.AddField(
            "way",
            "changed",
            placette.carpool.fields.TransactionField(
                db_default=models.Func(function="pg_current_xact_id"), editable=False
            ),
        ),
        migrations.AddIndex("way", models.Index(fields=["changed"], name="way_changed")),
        migrations.RunSQL(CHANGED, CHANGED_UNDO),
    ]
