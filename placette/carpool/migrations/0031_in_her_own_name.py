"""Who has no screen asks for a place, and answers who offers one, by a consent that stands and covers it, or not at all.

Asking comes first: no drive is booked in her name, and nobody who drives her says yes, or how it went, for her.
"""

from django.db import migrations

KEPT = """
CREATE FUNCTION carpool_refuse(rule text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'not in the name of another: %', rule USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END $$;

CREATE FUNCTION carpool_has_no_screen(person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM people_person WHERE id = person AND email IS NULL)
$$;

-- Whoever takes the consent back waits for this act, or this act finds it taken back.
CREATE FUNCTION carpool_by_consent(deed bigint, whose bigint) RETURNS people_deed LANGUAGE plpgsql AS $$
DECLARE
    given people_consent;
    done people_deed;
BEGIN
    SELECT * INTO done FROM people_deed WHERE id = deed;
    SELECT * INTO given FROM people_consent WHERE id = done.consent_id FOR SHARE;
    IF given.person_id IS DISTINCT FROM whose THEN
        PERFORM carpool_refuse('a_deed_is_its_author_s');
    END IF;
    IF given.ended_at IS NOT NULL OR NOT given.rides OR done.scope <> 'rides' THEN
        PERFORM carpool_refuse('nothing_without_consent');
    END IF;
    RETURN done;
END $$;

CREATE FUNCTION carpool_trip_by_consent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    opens boolean := TG_OP = 'INSERT' OR (NEW.state = 'open' AND OLD.state <> 'open');
    is_said boolean := NEW.deed_id IS NOT NULL
        AND (TG_OP = 'INSERT' OR (NEW.deed_id, NEW.author_id) IS DISTINCT FROM (OLD.deed_id, OLD.author_id));
BEGIN
    IF is_said THEN
        PERFORM carpool_by_consent(NEW.deed_id, NEW.author_id);
    END IF;
    IF (opens OR is_said) AND carpool_has_no_screen(NEW.author_id) THEN
        IF NEW.deed_id IS NULL THEN
            PERFORM carpool_refuse('nothing_without_consent');
        END IF;
        IF NEW.role <> 'passenger' THEN
            PERFORM carpool_refuse('she_asks_for_a_place');
        END IF;
        PERFORM carpool_by_consent(NEW.deed_id, NEW.author_id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER carpool_trip_by_consent BEFORE INSERT OR UPDATE OF author_id, deed_id, role, state ON carpool_trip
    FOR EACH ROW EXECUTE FUNCTION carpool_trip_by_consent();

CREATE FUNCTION carpool_booking_by_consent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    driver bigint;
    done people_deed;
    of_request record;
    is_said boolean := NEW.deed_id IS NOT NULL
        AND (TG_OP = 'INSERT' OR (NEW.deed_id, NEW.passenger_id) IS DISTINCT FROM (OLD.deed_id, OLD.passenger_id));
BEGIN
    IF NOT is_said AND NOT carpool_has_no_screen(NEW.passenger_id) THEN
        RETURN NEW;
    END IF;
    SELECT trip.author_id INTO driver FROM carpool_way way JOIN carpool_trip trip ON trip.id = way.trip_id
    WHERE way.id = NEW.way_id;
    SELECT trip.author_id, trip.deed_id, consent.holder, consent.to_id INTO of_request
    FROM carpool_contact contact JOIN carpool_trip trip ON trip.id = contact.trip_id
        LEFT JOIN people_deed deed ON deed.id = trip.deed_id LEFT JOIN people_consent consent ON consent.id = deed.consent_id
    WHERE contact.id = NEW.contact_id;
    IF TG_OP = 'INSERT' THEN
        IF NEW.asked_by_id <> driver OR NEW.state <> 'asked' OR of_request.deed_id IS NULL
           OR of_request.author_id <> NEW.passenger_id THEN
            PERFORM carpool_refuse('she_asks_for_a_place');
        END IF;
        IF driver = of_request.to_id THEN
            PERFORM carpool_refuse('nobody_on_both_sides');
        END IF;
    ELSIF NOT is_said AND ((OLD.state = 'asked' AND NEW.state IN ('accepted', 'declined'))
          OR NEW.passenger_says_done IS DISTINCT FROM OLD.passenger_says_done) THEN
        PERFORM carpool_refuse('nothing_without_consent');
    END IF;
    IF is_said THEN
        done := carpool_by_consent(NEW.deed_id, NEW.passenger_id);
        IF done.by_id = driver THEN
            PERFORM carpool_refuse('nobody_on_both_sides');
        END IF;
        -- What was asked by one helper the other does not answer.
        IF NOT EXISTS (
            SELECT FROM people_consent WHERE id = done.consent_id AND holder = of_request.holder
                AND to_id IS NOT DISTINCT FROM of_request.to_id
        ) THEN
            PERFORM carpool_refuse('a_deed_is_its_author_s');
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER carpool_booking_by_consent
    BEFORE INSERT OR UPDATE OF passenger_id, deed_id, state, passenger_says_done ON carpool_booking
    FOR EACH ROW EXECUTE FUNCTION carpool_booking_by_consent();

CREATE FUNCTION carpool_ride_deed_is_hers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        -- Only which ride it was may be forgotten, with its driver.
        IF NEW.booking_id IS NULL AND (to_jsonb(NEW) - 'booking_id') = (to_jsonb(OLD) - 'booking_id') THEN
            RETURN NEW;
        END IF;
        PERFORM carpool_refuse('a_deed_stays');
    END IF;
    IF NOT EXISTS (
        SELECT FROM carpool_trip trip JOIN people_consent consent ON consent.person_id = trip.author_id
        JOIN people_deed deed ON deed.consent_id = consent.id AND deed.scope = 'rides'
        WHERE trip.id = NEW.trip_id AND deed.id = NEW.deed_id
    ) OR (NEW.booking_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM carpool_booking booking JOIN carpool_contact contact ON contact.id = booking.contact_id
        WHERE booking.id = NEW.booking_id AND contact.trip_id = NEW.trip_id
    )) THEN
        PERFORM carpool_refuse('a_deed_is_its_author_s');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER carpool_ride_deed_is_hers BEFORE INSERT OR UPDATE ON carpool_ridedeed
    FOR EACH ROW EXECUTE FUNCTION carpool_ride_deed_is_hers();
"""
LOOSE = """
DROP TRIGGER carpool_ride_deed_is_hers ON carpool_ridedeed;
DROP FUNCTION carpool_ride_deed_is_hers();
DROP TRIGGER carpool_booking_by_consent ON carpool_booking;
DROP FUNCTION carpool_booking_by_consent();
DROP TRIGGER carpool_trip_by_consent ON carpool_trip;
DROP FUNCTION carpool_trip_by_consent();
DROP FUNCTION carpool_by_consent(bigint, bigint);
DROP FUNCTION carpool_has_no_screen(bigint);
DROP FUNCTION carpool_refuse(text);
"""


class Migration(migrations.Migration):
    dependencies = [("carpool", "0030_in_her_name_indexed")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.RunSQL(KEPT, LOOSE),
    ]
