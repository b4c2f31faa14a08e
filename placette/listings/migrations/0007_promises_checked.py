from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("listings", "0006_promises")]
    operations = [
        ValidateConstraint("agreement", "a_decision_is_dated"),
        ValidateConstraint("agreement", "an_end_is_dated"),
    ]
