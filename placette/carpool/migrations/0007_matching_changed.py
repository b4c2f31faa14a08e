import placette.carpool.fields
from django.db import migrations, models

# By which transaction a way was last written, so that whoever keeps a copy reads only what is new since.
CHANGED = """
CREATE FUNCTION carpool_way_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed := pg_current_xact_id();
    RETURN NEW;
END
$$;
CREATE TRIGGER way_changed BEFORE INSERT OR UPDATE ON carpool_way
FOR EACH ROW EXECUTE FUNCTION carpool_way_changed();
"""
CHANGED_UNDO = """
DROP TRIGGER way_changed ON carpool_way;
DROP FUNCTION carpool_way_changed();
"""

# queries/columns.py: of the ways that it proposes, those that still are what it read, that stand, go that day and have
# seats. As in carpool_drivers and carpool_passengers (0006_matching), and functions for the same reason.
STANDING = """
CREATE FUNCTION carpool_standing_{name}(
    ways bigint[], changes bigint[], days date[], p cube, q cube, wanted int, person bigint
) RETURNS TABLE (way bigint, seats_left int) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
    SELECT counted.id, counted.left_over FROM (
        SELECT found.id, proposed.day, {seats} AS left_over
        FROM unnest(ways, changes, days) AS proposed (id, changed, day)
        JOIN carpool_way found ON found.id = proposed.id
        JOIN carpool_trip trip ON trip.id = found.trip_id
        JOIN people_person author ON author.id = trip.author_id
        WHERE found.is_open AND found.changed::text::bigint = proposed.changed
            AND trip.state = 'open' AND author.is_active AND trip.author_id <> person
            AND NOT EXISTS (SELECT FROM carpool_pause pause WHERE pause.way_id = found.id AND pause.day = proposed.day)
        OFFSET 0
    ) AS counted
    WHERE {offered};
END
$$;
"""
STANDING_DRIVERS = STANDING.format(
    name="drivers",
    seats="""CASE
            WHEN EXISTS (SELECT FROM carpool_seat seat WHERE seat.way_id = found.id AND seat.day = proposed.day)
            THEN carpool_free(found.id, proposed.day, found.seats, carpool_along(found.a, found.b, p),
                greatest(carpool_along(found.a, found.b, p) + 1, carpool_along(found.a, found.b, q)))
            ELSE found.seats::int END""",
    offered="left_over >= wanted",
)
STANDING_PASSENGERS = STANDING.format(
    name="passengers",
    seats="found.seats::int",
    offered="""NOT EXISTS (
        SELECT FROM carpool_booking booking
        WHERE booking.wish_id = counted.id AND booking.day = counted.day AND booking.state = 'accepted'
    )""",
)
STANDING_UNDO = "".join(
    f"DROP FUNCTION carpool_standing_{name}(bigint[], bigint[], date[], cube, cube, int, bigint);"
    for name in ("drivers", "passengers")
)


class Migration(migrations.Migration):
    dependencies = [("carpool", "0006_matching")]
    operations = [
        migrations.AddField(
            "way",
            "changed",
            placette.carpool.fields.TransactionField(
                db_default=models.Func(function="pg_current_xact_id"), editable=False
            ),
        ),
        migrations.AddIndex("way", models.Index(fields=["changed"], name="way_changed")),
        migrations.RunSQL(CHANGED, CHANGED_UNDO),
        migrations.RunSQL(STANDING_DRIVERS + STANDING_PASSENGERS, STANDING_UNDO),
    ]
