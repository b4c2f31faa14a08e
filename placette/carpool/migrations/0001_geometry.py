from django.contrib.postgres.operations import CreateExtension
from django.db import migrations

# geometry.py in the database's own words, so that no row's coordinates or area can differ from its place. The area is
# the box, seen along the first axis, of the ellipsoid of places P with AP + PB <= reach; where reach is the straight
# line itself, the box of that line. A box of two axes loses nothing of three: it only keeps a little more.
GEOMETRY = """
CREATE FUNCTION carpool_normal(latitude float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT 6378137.0 / sqrt(1 - 0.00669437999014 * sin(radians(latitude)) * sin(radians(latitude))) $$;
CREATE FUNCTION carpool_place(latitude float8, longitude float8) RETURNS cube LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT cube(ARRAY[
        carpool_normal(latitude) * cos(radians(latitude)) * cos(radians(longitude)),
        carpool_normal(latitude) * cos(radians(latitude)) * sin(radians(longitude)),
        carpool_normal(latitude) * (1 - 0.00669437999014) * sin(radians(latitude))
    ])
$$;
CREATE FUNCTION carpool_area(
    from_latitude float8, from_longitude float8, to_latitude float8, to_longitude float8, reach float8
) RETURNS box LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    a cube := carpool_place(from_latitude, from_longitude);
    b cube := carpool_place(to_latitude, to_longitude);
    free float8 := greatest(reach * reach - (a <-> b) * (a <-> b), 0);
    y float8 := sqrt(free + ((a -> 2) - (b -> 2)) ^ 2) / 2;
    z float8 := sqrt(free + ((a -> 3) - (b -> 3)) ^ 2) / 2;
BEGIN
    RETURN box(
        point(((a -> 2) + (b -> 2)) / 2 - y, ((a -> 3) + (b -> 3)) / 2 - z),
        point(((a -> 2) + (b -> 2)) / 2 + y, ((a -> 3) + (b -> 3)) / 2 + z)
    );
END
$$;
CREATE FUNCTION carpool_seconds(road float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT 3.6 * (
        least(road, 4000) / 30
        + greatest(least(road, 10000) - 4000, 0) / 45
        + greatest(least(road, 30000) - 10000, 0) / 60
        + greatest(least(road, 100000) - 30000, 0) / 80
        + greatest(road - 100000, 0) / 100
    )
$$;
"""
GEOMETRY_UNDO = """
DROP FUNCTION carpool_seconds(float8);
DROP FUNCTION carpool_area(float8, float8, float8, float8, float8);
DROP FUNCTION carpool_place(float8, float8);
DROP FUNCTION carpool_normal(float8);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("people", "0001_initial"), ("places", "0001_communes")]
    operations = [CreateExtension("cube"), migrations.RunSQL(GEOMETRY, GEOMETRY_UNDO)]
