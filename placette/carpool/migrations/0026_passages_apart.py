"""Few passages a page. Whoever writes one again, a seat or a day, takes all of its page from what a search reads in the index
alone until the next vacuum: with 33 a page, one rewritten in fifty takes half of them; with ten, one in six.

Pages that are full stay so: what is written from now on is apart.
"""

from django.db import migrations

APART = "ALTER TABLE carpool_passage SET (fillfactor = 30)"
CLOSE = "ALTER TABLE carpool_passage RESET (fillfactor)"


class Migration(migrations.Migration):
    dependencies = [("carpool", "0025_way_drivers_gone")]
    operations = [migrations.RunSQL(APART, CLOSE)]
