from django.contrib.postgres.operations import CreateExtension
from django.db import migrations

# geometry.py in the database's own words, so that no row's coordinates or area can differ from its place. The area is
# the box, seen along the first axis, of the ellipsoid of places P with AP + PB <= reach; where reach is the straight
# line itself, the box of that line. A box of two axes loses nothing of three: it only keeps a little more.
GEOMETRY = """
CREATE FUNCTION carpool_place(latitude float8, longitude float8) RETURNS cube LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT cube(ARRAY[
        normal * cos(radians(latitude)) * cos(radians(longitude)),
        normal * cos(radians(latitude)) * sin(radians(longitude)),
        normal * (1 - 0.00669437999014) * sin(radians(latitude))
    ])
    FROM (SELECT 6378137.0 / sqrt(1 - 0.00669437999014 * sin(radians(latitude)) * sin(radians(latitude))) AS normal) AS at
$$;
CREATE FUNCTION carpool_area(
    from_latitude float8, from_longitude float8, to_latitude float8, to_longitude float8, reach float8
) RETURNS box LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT box(
        point((ay + by) / 2 - half.y, (az + bz) / 2 - half.z),
        point((ay + by) / 2 + half.y, (az + bz) / 2 + half.z)
    )
    FROM (SELECT carpool_place(from_latitude, from_longitude) AS a, carpool_place(to_latitude, to_longitude) AS b) AS ends,
    LATERAL (SELECT a -> 2 AS ay, a -> 3 AS az, b -> 2 AS by, b -> 3 AS bz, a <-> b AS crow) AS seen,
    LATERAL (SELECT
        sqrt(greatest(reach * reach - crow * crow, 0) + (ay - by) * (ay - by)) / 2 AS y,
        sqrt(greatest(reach * reach - crow * crow, 0) + (az - bz) * (az - bz)) / 2 AS z
    ) AS half
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
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("people", "0001_initial"), ("places", "0001_communes")]
    operations = [CreateExtension("cube"), migrations.RunSQL(GEOMETRY, GEOMETRY_UNDO)]
