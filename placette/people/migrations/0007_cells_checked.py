from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0006_cells")]
    operations = [ValidateConstraint("membership", "a_cell_no_finer_than_a_hexagon")]
