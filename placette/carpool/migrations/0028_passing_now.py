"""carpool_still_passing of 0022 for who knows from the same statement that no way has changed: she need not look at the ways.

That one stays for the version that runs during the upgrade, and for the search in which something has changed.
"""

from django.db import migrations

NOW = """
CREATE FUNCTION carpool_passing_now(ways bigint[], days date[], wanted int, person bigint)
RETURNS TABLE (way bigint, seats_left int) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT way_id, left_over FROM (
        SELECT way_id, CASE
            WHEN has_days AND EXISTS (SELECT FROM carpool_seat seat WHERE seat.way_id = passage.way_id AND seat.day = proposed.day)
            THEN carpool_most_free(passage.way_id, proposed.day, passage.seats) ELSE passage.seats::int END AS left_over
        FROM unnest(ways, days) AS proposed (id, day)
        JOIN carpool_passage passage ON passage.way_id = proposed.id
        WHERE stands AND author_id <> person
            AND (NOT women_only OR (SELECT EXISTS (SELECT FROM carpool_woman WHERE person_id = person)))
            AND (NOT has_days OR NOT EXISTS (
                SELECT FROM carpool_pause pause WHERE pause.way_id = passage.way_id AND pause.day = proposed.day))
        OFFSET 0
    ) AS counted
    WHERE left_over >= wanted;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("carpool", "0027_passing_sooner")]
    operations = [migrations.RunSQL(NOW, "DROP FUNCTION carpool_passing_now;")]
