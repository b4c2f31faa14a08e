from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("carpool", "0011_stops")]
    operations = [
        ValidateConstraint("way", "a_driver_passes_few_places"),
        ValidateConstraint("way", "a_stop_has_a_name_and_a_place"),
        ValidateConstraint("way", "a_stop_is_on_earth"),
    ]
