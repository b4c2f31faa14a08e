"""The search of 0015 with one change: only who passes places of her own is looked for later than her straight lines say,
and a small index knows who does. Who takes others along is later by her detour, which is within what every search is
widened by (queries/exact.UNSURE): the longest that the form allows, 12 km, takes 18 minutes.
"""

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("placette.carpool.migrations.0015_matching_by_stops")
_CALLED = f"AND carpool_with_stops(id, on_day + {_BEFORE.DAY_OFF_OF_DRIVERS})"
_LOOKED_UP = """AND EXISTS (
                        SELECT FROM carpool_way bent
                        WHERE bent.id = passing.id AND NOT (bent.stop_names = '{}'::varchar(120)[]))"""


class Migration(migrations.Migration):
    dependencies = [("carpool", "0017_way_with_stops")]
    operations = [migrations.RunSQL(_BEFORE.DRIVERS.replace(_CALLED, _LOOKED_UP), _BEFORE.DRIVERS)]
