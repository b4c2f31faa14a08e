"""What town halls and communities announce with a day and a place is counted on its day."""

import django.db.models.deletion
from django.db import migrations, models

MARKS = """
CREATE FUNCTION impact_event_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO impact_changed (commune, day) VALUES (OLD.commune_id, impact_day(OLD.commune_id, OLD.starts_at));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO impact_changed (commune, day) VALUES (NEW.commune_id, impact_day(NEW.commune_id, NEW.starts_at));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER impact_event_changed AFTER INSERT OR UPDATE OR DELETE ON impact_event
    FOR EACH ROW EXECUTE FUNCTION impact_event_changed();
"""
UNDO = "DROP TRIGGER impact_event_changed ON impact_event; DROP FUNCTION impact_event_changed();"


class Migration(migrations.Migration):
    dependencies = [("impact", "0010_what_changed"), ("places", "0004_the_life_of_a_space")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("source", models.CharField(max_length=60, unique=True)),
                (
                    "commune",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.commune",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["commune", "starts_at"], name="event_commune_day")],
            },
        ),
        migrations.RunSQL(MARKS, UNDO),
    ]
