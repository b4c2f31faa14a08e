"""Whatever writes the ledger leaves a mark: this commune, this day. What was there before is marked once, here."""

from django.db import migrations

# As placette.places.clock says it. A day is one of the commune’s own clocks.
CLOCKS = """
CREATE FUNCTION impact_clock(code text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE left(code, 3)
        WHEN '971' THEN 'America/Guadeloupe' WHEN '972' THEN 'America/Martinique' WHEN '973' THEN 'America/Cayenne'
        WHEN '974' THEN 'Indian/Reunion' WHEN '975' THEN 'America/Miquelon' WHEN '976' THEN 'Indian/Mayotte'
        WHEN '977' THEN 'America/St_Barthelemy' WHEN '978' THEN 'America/Marigot' WHEN '986' THEN 'Pacific/Wallis'
        WHEN '987' THEN 'Pacific/Tahiti' WHEN '988' THEN 'Pacific/Noumea' ELSE 'Europe/Paris' END
$$;
CREATE FUNCTION impact_day(code text, at timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (at AT TIME ZONE impact_clock(code))::date
$$;
CREATE FUNCTION impact_begins(code text, day date) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT day::timestamp AT TIME ZONE impact_clock(code)
$$;
"""
# Old and new: an entry may move to another day or commune. Marks are added, never looked for: nobody waits for anybody.
MARKS = """
CREATE FUNCTION impact_exchange_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO impact_changed (commune, day) VALUES (OLD.commune_id, impact_day(OLD.commune_id, OLD.done_at));
        IF OLD.other_commune_id <> OLD.commune_id THEN
            INSERT INTO impact_changed (commune, day)
            VALUES (OLD.other_commune_id, impact_day(OLD.other_commune_id, OLD.done_at));
        END IF;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO impact_changed (commune, day) VALUES (NEW.commune_id, impact_day(NEW.commune_id, NEW.done_at));
        IF NEW.other_commune_id <> NEW.commune_id THEN
            INSERT INTO impact_changed (commune, day)
            VALUES (NEW.other_commune_id, impact_day(NEW.other_commune_id, NEW.done_at));
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER impact_exchange_changed AFTER INSERT OR UPDATE OR DELETE ON impact_exchange
    FOR EACH ROW EXECUTE FUNCTION impact_exchange_changed();

CREATE FUNCTION impact_request_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO impact_changed (commune, day) VALUES (OLD.commune_id, impact_day(OLD.commune_id, OLD.asked_at));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO impact_changed (commune, day) VALUES (NEW.commune_id, impact_day(NEW.commune_id, NEW.asked_at));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER impact_request_changed AFTER INSERT OR UPDATE OR DELETE ON impact_requestasked
    FOR EACH ROW EXECUTE FUNCTION impact_request_changed();

CREATE FUNCTION impact_arrival_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO impact_changed (commune, day) VALUES (OLD.commune_id, impact_day(OLD.commune_id, OLD.at));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO impact_changed (commune, day) VALUES (NEW.commune_id, impact_day(NEW.commune_id, NEW.at));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER impact_arrival_changed AFTER INSERT OR UPDATE OR DELETE ON impact_arrival
    FOR EACH ROW EXECUTE FUNCTION impact_arrival_changed();

CREATE FUNCTION impact_visit_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO impact_changed (commune, day) VALUES (OLD.commune_id, OLD.week);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO impact_changed (commune, day) VALUES (NEW.commune_id, NEW.week);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER impact_visit_changed AFTER INSERT OR UPDATE OR DELETE ON impact_visit
    FOR EACH ROW EXECUTE FUNCTION impact_visit_changed();
"""
KNOWN = """
INSERT INTO impact_changed (commune, day)
SELECT commune_id, impact_day(commune_id, done_at) FROM impact_exchange
UNION SELECT other_commune_id, impact_day(other_commune_id, done_at) FROM impact_exchange
UNION SELECT commune_id, impact_day(commune_id, asked_at) FROM impact_requestasked;
"""
UNDO = """
DROP TRIGGER impact_visit_changed ON impact_visit;
DROP TRIGGER impact_arrival_changed ON impact_arrival;
DROP TRIGGER impact_request_changed ON impact_requestasked;
DROP TRIGGER impact_exchange_changed ON impact_exchange;
DROP FUNCTION impact_visit_changed(), impact_arrival_changed(), impact_request_changed(), impact_exchange_changed();
DROP FUNCTION impact_begins(text, date), impact_day(text, timestamptz), impact_clock(text);
"""


class Migration(migrations.Migration):
    dependencies = [("impact", "0009_other_side")]
    operations = [migrations.RunSQL(CLOCKS + MARKS + KNOWN, UNDO)]
