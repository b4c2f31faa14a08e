"""All communes of France, as the first start of the site has loaded them."""

from .running_site import Site

LOAD_AGAIN = "from django.core.management import call_command; call_command('load_places')"
WRITTEN = "SELECT count(*), max(xmin::text::bigint) FROM places_commune"


def test_the_whole_of_france_is_loaded_once(site: Site) -> None:
    ((communes, last_written),) = site.sql(WRITTEN)

    assert "up to date" in site.manage(LOAD_AGAIN)
    assert site.sql(WRITTEN) == [(communes, last_written)]
    assert communes > 34_900


def test_every_commune_has_its_department_and_nearly_all_their_place(site: Site) -> None:
    departments = {code for (code,) in site.sql("SELECT DISTINCT department_code FROM places_commune")}

    assert departments >= {"2B", "971", "976", "987", "988"}
    assert site.sql("SELECT count(*) FROM places_commune WHERE department_name = ''") == [(0,)]
    assert site.sql("SELECT count(*) < 100 FROM places_commune WHERE latitude IS NULL") == [(True,)]


def test_the_planner_knows_every_table_of_places(site: Site) -> None:
    """Without it each map of the ground read the outlines of all France, until autovacuum came."""
    unknown = "SELECT relname FROM pg_stat_user_tables WHERE relname LIKE 'places\\_%%' AND n_live_tup > 40 AND analyze_count = 0"
    assert site.sql("SELECT analyze_count > 0 FROM pg_stat_user_tables WHERE relname = 'places_commune'") == [
        (True,)
    ]
    assert {name for (name,) in site.sql(unknown)} <= {"places_waiting", "places_space"}  # people wrote these
