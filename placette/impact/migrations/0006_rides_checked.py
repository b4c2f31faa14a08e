from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("impact", "0005_rides")]

    operations = [ValidateConstraint("exchange", "a_range_goes_from_low_to_high")]
