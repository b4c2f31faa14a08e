"""When a space is closed, its polls are erased, also those that were asked."""

from django.db import migrations

# name, moments, table, function: as they were, but for what `placette.places.leaving.letting_go` erases.
TRIGGERS = (
    ("civic_option_stands", "BEFORE INSERT OR UPDATE OR DELETE", "civic_option", "civic_option_stands"),
    ("civic_voted_counts", "AFTER INSERT OR UPDATE OR DELETE", "civic_voted", "civic_voted_counts"),
)
TRIGGER = "CREATE OR REPLACE TRIGGER {} {} ON {} FOR EACH ROW {} EXECUTE FUNCTION {}();"
UNLESS = "WHEN (current_setting('placette.erasing', true) IS DISTINCT FROM 'on')"


def _all(when: str) -> str:
    return "\n".join(
        TRIGGER.format(name, moments, table, when, function) for name, moments, table, function in TRIGGERS
    )


class Migration(migrations.Migration):
    dependencies = [("civic", "0004_counted_by_the_database")]
    operations = [migrations.RunSQL(_all(UNLESS), _all(""))]
