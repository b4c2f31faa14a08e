from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("carpool", "0013_among_women")]
    operations = [ValidateConstraint("trip", "among_women_is_for_no_partner")]
