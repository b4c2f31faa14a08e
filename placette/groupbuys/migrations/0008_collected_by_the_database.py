"""What the database keeps of collecting: no slot over its capacity, no more helpers than wanted, nothing handed out twice."""

from django.db import migrations

SLOTS = """
-- The check of the slot's own row refuses: whoever counts up waits there for whoever counted before.
CREATE FUNCTION groupbuys_slot_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' AND NOT EXISTS (
        SELECT FROM groupbuys_share s JOIN groupbuys_pledge p ON p.id = s.pledge_id
        JOIN groupbuys_slot t ON t.campaign_id = p.campaign_id WHERE s.id = NEW.share_id AND t.id = NEW.slot_id
    ) THEN
        PERFORM groupbuys_refuse('a_slot_is_of_its_campaign', 'a pick-up');
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.slot_id = OLD.slot_id THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        UPDATE groupbuys_slot SET chosen = chosen - 1 WHERE id = OLD.slot_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE groupbuys_slot SET chosen = chosen + 1 WHERE id = NEW.slot_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER groupbuys_slot_counts AFTER INSERT OR UPDATE OR DELETE ON groupbuys_pickup
    FOR EACH ROW EXECUTE FUNCTION groupbuys_slot_counts();

CREATE FUNCTION groupbuys_helper_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE groupbuys_slot SET helping = helping - 1 WHERE id = OLD.slot_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE groupbuys_slot SET helping = helping + 1 WHERE id = NEW.slot_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER groupbuys_helper_counts AFTER INSERT OR UPDATE OF slot_id OR DELETE ON groupbuys_helper
    FOR EACH ROW EXECUTE FUNCTION groupbuys_helper_counts();

CREATE FUNCTION groupbuys_slot_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.chosen <> 0 OR NEW.helping <> 0 THEN
            PERFORM groupbuys_refuse('a_slot_is_counted_from_who_comes', 'a slot');
        END IF;
    ELSIF pg_trigger_depth() < 2 AND (NEW.chosen, NEW.helping) <> (OLD.chosen, OLD.helping) THEN
        PERFORM groupbuys_refuse('a_slot_is_counted_from_who_comes', 'a slot');
    ELSIF NEW.campaign_id <> OLD.campaign_id THEN
        PERFORM groupbuys_refuse('a_slot_is_of_its_campaign', 'a slot');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER groupbuys_slot_stands BEFORE INSERT OR UPDATE ON groupbuys_slot
    FOR EACH ROW EXECUTE FUNCTION groupbuys_slot_stands();
"""
HANDED = """
-- What was ordered of a product is handed over or disposed of once. The campaign's row is the lock of it, as of pledges.
CREATE FUNCTION groupbuys_not_more_than_ordered(its_product bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    its_state text;
    ordered numeric;
    gone numeric;
BEGIN
    SELECT c.state, p.pledged INTO its_state, ordered
    FROM groupbuys_product p JOIN groupbuys_campaign c ON c.id = p.campaign_id
    WHERE p.id = its_product FOR NO KEY UPDATE OF c;
    IF its_state <> 'succeeded' THEN
        PERFORM groupbuys_refuse('what_is_done_is_done', its_state);
    END IF;
    SELECT coalesce(sum(h.quantity), 0) INTO gone FROM groupbuys_line l
    JOIN groupbuys_handedline h ON h.line_id = l.id
    JOIN groupbuys_handover o ON o.id = h.hand_over_id AND o.undone_at IS NULL
    WHERE l.product_id = its_product;
    SELECT gone + coalesce(sum(quantity), 0) INTO gone FROM groupbuys_leftover WHERE product_id = its_product;
    IF gone > ordered THEN
        PERFORM groupbuys_refuse('nothing_is_handed_out_twice', 'product ' || its_product);
    END IF;
END $$;

-- Once a statement: of 10,000 lines that are written together each product is summed once.
CREATE FUNCTION groupbuys_line_handed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh f LEFT JOIN groupbuys_handover o ON o.id = f.hand_over_id
        LEFT JOIN groupbuys_share s ON s.id = o.share_id
        LEFT JOIN groupbuys_line l ON l.id = f.line_id AND l.pledge_id = s.pledge_id
        WHERE l.id IS NULL OR f.quantity > l.quantity
    ) THEN
        PERFORM groupbuys_refuse('one_is_handed_what_one_ordered', 'a line');
    END IF;
    PERFORM groupbuys_not_more_than_ordered(product_id) FROM (
        SELECT DISTINCT l.product_id FROM fresh f JOIN groupbuys_line l ON l.id = f.line_id ORDER BY l.product_id
    ) AS each;
    RETURN NULL;
END $$;
CREATE TRIGGER groupbuys_line_handed AFTER INSERT ON groupbuys_handedline
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION groupbuys_line_handed();
CREATE TRIGGER groupbuys_line_handed_anew AFTER UPDATE ON groupbuys_handedline
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION groupbuys_line_handed();

CREATE FUNCTION groupbuys_left_over_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Only who got it may be forgotten.
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - '{to_id,by_id}'::text[]) = (to_jsonb(OLD) - '{to_id,by_id}'::text[]) THEN
        RETURN NULL;
    END IF;
    PERFORM groupbuys_not_more_than_ordered(CASE TG_OP WHEN 'DELETE' THEN OLD.product_id ELSE NEW.product_id END);
    RETURN NULL;
END $$;
CREATE TRIGGER groupbuys_left_over_settled AFTER INSERT OR UPDATE OR DELETE ON groupbuys_leftover
    FOR EACH ROW EXECUTE FUNCTION groupbuys_left_over_settled();

CREATE FUNCTION groupbuys_hand_over_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its_state text;
BEGIN
    -- Only who ticked may be forgotten.
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'by_id') = (to_jsonb(OLD) - 'by_id') THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.share_id <> OLD.share_id OR (OLD.undone_at IS NOT NULL AND NEW.undone_at IS NULL)) THEN
        PERFORM groupbuys_refuse('what_was_undone_is_ticked_anew', 'a hand-over');
    END IF;
    SELECT c.state INTO its_state FROM groupbuys_share s JOIN groupbuys_pledge p ON p.id = s.pledge_id
    JOIN groupbuys_campaign c ON c.id = p.campaign_id WHERE s.id = NEW.share_id FOR NO KEY UPDATE OF c;
    IF its_state <> 'succeeded' THEN
        PERFORM groupbuys_refuse('what_is_done_is_done', its_state);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER groupbuys_hand_over_stands BEFORE INSERT OR UPDATE ON groupbuys_handover
    FOR EACH ROW EXECUTE FUNCTION groupbuys_hand_over_stands();
"""
UNDO = """
DROP TRIGGER groupbuys_hand_over_stands ON groupbuys_handover;
DROP FUNCTION groupbuys_hand_over_stands();
DROP TRIGGER groupbuys_left_over_settled ON groupbuys_leftover;
DROP FUNCTION groupbuys_left_over_settled();
DROP TRIGGER groupbuys_line_handed_anew ON groupbuys_handedline;
DROP TRIGGER groupbuys_line_handed ON groupbuys_handedline;
DROP FUNCTION groupbuys_line_handed();
DROP FUNCTION groupbuys_not_more_than_ordered(bigint);
DROP TRIGGER groupbuys_slot_stands ON groupbuys_slot;
DROP FUNCTION groupbuys_slot_stands();
DROP TRIGGER groupbuys_helper_counts ON groupbuys_helper;
DROP FUNCTION groupbuys_helper_counts();
DROP TRIGGER groupbuys_slot_counts ON groupbuys_pickup;
DROP FUNCTION groupbuys_slot_counts();
"""


class Migration(migrations.Migration):
    dependencies = [("groupbuys", "0007_collecting")]
    operations = [migrations.RunSQL(SLOTS + HANDED, UNDO)]
