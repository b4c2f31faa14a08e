"""The day on which a passenger asked for the ride: of who is picked up after midnight, the driver's is the day before.

The searches know a request as settled on its own day. They are written anew as they are now, but for that day; what was
booked before keeps to the driver's.
"""

from django.db import migrations, models

BEFORE = "booking.wish_id = counted.id AND booking.day"
AFTER = "booking.wish_id = counted.id AND coalesce(booking.wish_day, booking.day)"
REPLACED = """
DO $replaced$
DECLARE
    body text;
BEGIN
    FOR body IN
        SELECT pg_get_functiondef(oid) FROM pg_proc
        WHERE proname IN ('carpool_passengers', 'carpool_standing_passengers')
    LOOP
        IF position('{old}' IN body) = 0 THEN
            RAISE EXCEPTION 'a search of requests is not what this migration knows';
        END IF;
        EXECUTE replace(body, '{old}', '{new}');
    END LOOP;
END
$replaced$;
"""


class Migration(migrations.Migration):
    dependencies = [("carpool", "0019_crew_ends")]
    operations = [
        migrations.AddField("booking", "wish_day", models.DateField(blank=True, null=True)),
        migrations.RunSQL(
            REPLACED.format(old=BEFORE, new=AFTER), REPLACED.format(old=AFTER, new=BEFORE)
        ),
    ]
