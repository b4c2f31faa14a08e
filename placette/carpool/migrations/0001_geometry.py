from django.db import migrations

# geometry.py in the database's own words, so that no row's coordinates or area can differ from its place. The area is
# the box, seen along the first axis, of the ellipsoid of places P with AP + PB <= reach; where reach is the straight
# line itself, the box of that line. A box of two axes loses nothing of three: it only keeps a little more.
GEOMETRY = """
CREATE FUNCTION carpool_normal(latitude float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT 6378137.0 / sqrt(1 - 0.00669437999014 * sin(radians(latitude)) * sin(radians(latitude))) $$;
CREATE FUNCTION carpool_x(latitude float8, longitude float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT carpool_normal(latitude) * cos(radians(latitude)) * cos(radians(longitude)) $$;
CREATE FUNCTION carpool_y(latitude float8, longitude float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT carpool_normal(latitude) * cos(radians(latitude)) * sin(radians(longitude)) $$;
CREATE FUNCTION carpool_z(latitude float8, longitude float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT carpool_normal(latitude) * (1 - 0.00669437999014) * sin(radians(latitude)) $$;
CREATE FUNCTION carpool_box(
    ax float8, ay float8, az float8, bx float8, by float8, bz float8, reach float8
) RETURNS box LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT box(
        point((ay + by) / 2 - half.y, (az + bz) / 2 - half.z),
        point((ay + by) / 2 + half.y, (az + bz) / 2 + half.z)
    )
    FROM (SELECT reach * reach - (ax - bx) ^ 2 - (ay - by) ^ 2 - (az - bz) ^ 2 AS free) AS minor,
    LATERAL (SELECT
        sqrt(greatest(minor.free, 0) + (ay - by) ^ 2) / 2 AS y,
        sqrt(greatest(minor.free, 0) + (az - bz) ^ 2) / 2 AS z
    ) AS half
$$;
CREATE FUNCTION carpool_area(
    from_latitude float8, from_longitude float8, to_latitude float8, to_longitude float8, reach float8
) RETURNS box LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT carpool_box(
        carpool_x(from_latitude, from_longitude), carpool_y(from_latitude, from_longitude),
        carpool_z(from_latitude, from_longitude), carpool_x(to_latitude, to_longitude),
        carpool_y(to_latitude, to_longitude), carpool_z(to_latitude, to_longitude), reach
    )
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
DROP FUNCTION carpool_box(float8, float8, float8, float8, float8, float8, float8);
DROP FUNCTION carpool_z(float8, float8);
DROP FUNCTION carpool_y(float8, float8);
DROP FUNCTION carpool_x(float8, float8);
DROP FUNCTION carpool_normal(float8);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("people", "0001_initial"), ("places", "0001_communes")]
    operations = [migrations.RunSQL(GEOMETRY, GEOMETRY_UNDO)]
