"""What the database keeps by itself: totals from the lines alone, steps, limits, prices that fall, and an end that is an end."""

from django.db import migrations

# A refusal names its constraint, as a CHECK does, so that an action can say it in words.
REFUSE = """
CREATE FUNCTION groupbuys_refuse(broken text, at text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is broken by %', broken, at USING ERRCODE = 'check_violation', CONSTRAINT = broken;
END $$;
"""
# After, not before: of an upsert only what was really done is counted. The campaign's row is the lock of all of it.
LINES = """
CREATE FUNCTION groupbuys_line_counts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its_pledge bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.pledge_id ELSE NEW.pledge_id END;
    its_product bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.product_id ELSE NEW.product_id END;
    more numeric := CASE TG_OP WHEN 'DELETE' THEN -OLD.quantity WHEN 'INSERT' THEN NEW.quantity
                               ELSE NEW.quantity - OLD.quantity END;
    one integer := CASE TG_OP WHEN 'DELETE' THEN -1 WHEN 'INSERT' THEN 1 ELSE 0 END;
    campaign record;
    product record;
    had integer;
BEGIN
    SELECT c.id, c.state INTO campaign FROM groupbuys_pledge p JOIN groupbuys_campaign c ON c.id = p.campaign_id
    WHERE p.id = its_pledge FOR NO KEY UPDATE OF c;
    IF campaign.state NOT IN ('open', 'confirming') THEN
        PERFORM groupbuys_refuse('a_closed_campaign_never_changes', 'a line');
    END IF;
    IF TG_OP <> 'DELETE' THEN
        SELECT campaign_id, step, minimum, maximum INTO product FROM groupbuys_product WHERE id = its_product;
        IF product.campaign_id <> campaign.id THEN
            PERFORM groupbuys_refuse('a_line_is_of_its_campaign', 'a line');
        END IF;
        IF more <> 0 AND campaign.state <> 'open' THEN
            PERFORM groupbuys_refuse('a_closed_campaign_never_changes', 'a quantity');
        END IF;
        IF mod(NEW.quantity, product.step) <> 0 THEN
            PERFORM groupbuys_refuse('a_quantity_is_of_whole_steps', 'a line');
        END IF;
        IF NEW.quantity < product.minimum OR NEW.quantity > product.maximum THEN
            PERFORM groupbuys_refuse('a_person_keeps_to_her_limits', 'a line');
        END IF;
        IF TG_OP = 'UPDATE' AND (NEW.pledge_id <> OLD.pledge_id OR NEW.product_id <> OLD.product_id) THEN
            PERFORM groupbuys_refuse('a_line_stays_where_it_is', 'a line');
        END IF;
    END IF;
    IF more <> 0 OR one <> 0 THEN
        UPDATE groupbuys_product SET pledged = pledged + more, takers = takers + one WHERE id = its_product;
    END IF;
    IF one <> 0 THEN
        UPDATE groupbuys_pledge SET items = items + one WHERE id = its_pledge RETURNING items - one INTO had;
        IF had = 0 OR had + one = 0 THEN
            UPDATE groupbuys_campaign SET takers = takers + one WHERE id = campaign.id;
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER groupbuys_line_counts AFTER INSERT OR UPDATE OR DELETE ON groupbuys_line
    FOR EACH ROW EXECUTE FUNCTION groupbuys_line_counts();
"""
PLEDGES = """
CREATE FUNCTION groupbuys_pledge_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its_campaign bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.campaign_id ELSE NEW.campaign_id END;
    its_state text;
BEGIN
    -- Only whose it is may be forgotten.
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'person_id') = (to_jsonb(OLD) - 'person_id') THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.campaign_id <> OLD.campaign_id THEN
        PERFORM groupbuys_refuse('a_pledge_stays_where_it_is', 'a pledge');
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.items <> OLD.items AND pg_trigger_depth() < 2 THEN
        PERFORM groupbuys_refuse('totals_come_from_lines_alone', 'a pledge');
    END IF;
    SELECT state INTO its_state FROM groupbuys_campaign WHERE id = its_campaign FOR NO KEY UPDATE;
    IF its_state NOT IN ('open', 'confirming') OR (TG_OP = 'INSERT' AND its_state <> 'open') THEN
        PERFORM groupbuys_refuse('a_closed_campaign_never_changes', 'a pledge');
    END IF;
    IF TG_OP = 'INSERT' AND NEW.items <> 0 THEN
        PERFORM groupbuys_refuse('totals_come_from_lines_alone', 'a pledge');
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER groupbuys_pledge_stands BEFORE INSERT OR UPDATE OR DELETE ON groupbuys_pledge
    FOR EACH ROW EXECUTE FUNCTION groupbuys_pledge_stands();
"""
PRODUCTS = """
CREATE FUNCTION groupbuys_product_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its_campaign bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.campaign_id ELSE NEW.campaign_id END;
    campaign record;
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.pledged <> 0 OR NEW.takers <> 0 OR NEW.final_cents IS NOT NULL) THEN
        PERFORM groupbuys_refuse('totals_come_from_lines_alone', 'a product');
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF pg_trigger_depth() > 1 THEN
            RETURN NEW;  -- the lines count, and have locked and asked already
        END IF;
        IF NEW.pledged <> OLD.pledged OR NEW.takers <> OLD.takers THEN
            PERFORM groupbuys_refuse('totals_come_from_lines_alone', 'a product');
        END IF;
        IF NEW.campaign_id <> OLD.campaign_id THEN
            PERFORM groupbuys_refuse('a_product_stays_where_it_is', 'a product');
        END IF;
    END IF;
    SELECT state, takers INTO campaign FROM groupbuys_campaign WHERE id = its_campaign FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN OLD;  -- the campaign goes with all that is its
    END IF;
    IF campaign.state NOT IN ('draft', 'interest', 'open', 'confirming') THEN
        PERFORM groupbuys_refuse('a_closed_campaign_never_changes', 'a product');
    END IF;
    -- Of what somebody counts on only the stock may change, and the closing writes the price.
    IF (campaign.takers > 0 OR campaign.state = 'confirming') AND (
        TG_OP <> 'UPDATE'
        OR (to_jsonb(NEW) - '{stock,final_cents,position}'::text[]) <> (to_jsonb(OLD) - '{stock,final_cents,position}'::text[])
    ) THEN
        PERFORM groupbuys_refuse('what_somebody_counts_on_stands', 'a product');
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER groupbuys_product_stands BEFORE INSERT OR UPDATE OR DELETE ON groupbuys_product
    FOR EACH ROW EXECUTE FUNCTION groupbuys_product_stands();
"""
TIERS = """
CREATE FUNCTION groupbuys_tier_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its_product bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.product_id ELSE NEW.product_id END;
    campaign record;
BEGIN
    SELECT c.state, c.takers INTO campaign FROM groupbuys_product p JOIN groupbuys_campaign c ON c.id = p.campaign_id
    WHERE p.id = its_product FOR NO KEY UPDATE OF c;
    IF FOUND AND (campaign.takers > 0 OR campaign.state NOT IN ('draft', 'interest', 'open')) THEN
        PERFORM groupbuys_refuse('what_somebody_counts_on_stands', 'a tier');
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER groupbuys_tier_stands BEFORE INSERT OR UPDATE OR DELETE ON groupbuys_tier
    FOR EACH ROW EXECUTE FUNCTION groupbuys_tier_stands();

-- At commit, since the tiers of a product are written one after the other.
CREATE FUNCTION groupbuys_tiers_fall() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its_product bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.product_id ELSE NEW.product_id END;
    tiers record;
BEGIN
    SELECT min(threshold) AS first, bool_or(unit_cents >= before) AS rises INTO tiers FROM (
        SELECT threshold, unit_cents, lag(unit_cents) OVER (ORDER BY threshold) AS before
        FROM groupbuys_tier WHERE product_id = its_product
    ) AS each;
    IF tiers.first <> 0 THEN
        PERFORM groupbuys_refuse('the_first_tier_begins_at_nothing', 'tiers');
    END IF;
    IF tiers.rises THEN
        PERFORM groupbuys_refuse('a_tier_costs_less_than_the_one_before', 'tiers');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER groupbuys_tiers_fall AFTER INSERT OR UPDATE OR DELETE ON groupbuys_tier
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION groupbuys_tiers_fall();
"""
CAMPAIGNS = """
CREATE FUNCTION groupbuys_campaign_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- What may change of a campaign that has ended: who answers for it, where it is kept, and that it is carried out.
    loose text[] := '{state,organiser_id,commune_id,quarter_id,updated_at,key,copied_from_id,delivery_place}';
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'interest'), ('draft', 'open'), ('draft', 'cancelled'),
        ('interest', 'open'), ('interest', 'cancelled'),
        ('open', 'confirming'), ('open', 'succeeded'), ('open', 'failed'), ('open', 'cancelled'),
        ('confirming', 'succeeded'), ('confirming', 'failed'), ('confirming', 'cancelled'),
        ('succeeded', 'done')
    ) THEN
        PERFORM groupbuys_refuse('a_campaign_goes_its_way', NEW.state);
    END IF;
    IF OLD.state IN ('succeeded', 'failed', 'cancelled', 'done') AND (to_jsonb(NEW) - loose) <> (to_jsonb(OLD) - loose) THEN
        PERFORM groupbuys_refuse('a_closed_campaign_never_changes', 'a campaign');
    END IF;
    IF NEW.takers <> OLD.takers AND pg_trigger_depth() < 2 THEN
        PERFORM groupbuys_refuse('totals_come_from_lines_alone', 'a campaign');
    END IF;
    IF OLD.takers > 0 AND pg_trigger_depth() < 2 THEN
        IF (NEW.counted, NEW.minimum_quantity, NEW.minimum_takers, NEW.template)
            IS DISTINCT FROM (OLD.counted, OLD.minimum_quantity, OLD.minimum_takers, OLD.template) THEN
            PERFORM groupbuys_refuse('what_somebody_counts_on_stands', 'a campaign');
        END IF;
        IF NEW.deadline IS DISTINCT FROM OLD.deadline AND NOT EXISTS (
            SELECT FROM groupbuys_extension WHERE campaign_id = NEW.id AND until = NEW.deadline
        ) THEN
            PERFORM groupbuys_refuse('a_deadline_is_extended_once', 'a campaign');
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER groupbuys_campaign_stands BEFORE UPDATE ON groupbuys_campaign
    FOR EACH ROW EXECUTE FUNCTION groupbuys_campaign_stands();
"""
WRITTEN_ONCE = """
CREATE FUNCTION groupbuys_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM groupbuys_refuse('a_closed_campaign_never_changes', TG_TABLE_NAME::text);
    RETURN NULL;
END $$;
CREATE TRIGGER groupbuys_closing_written_once BEFORE UPDATE OR DELETE ON groupbuys_closing
    FOR EACH ROW EXECUTE FUNCTION groupbuys_written_once();
CREATE TRIGGER groupbuys_share_written_once BEFORE UPDATE OR DELETE ON groupbuys_share
    FOR EACH ROW EXECUTE FUNCTION groupbuys_written_once();
"""
UNDO = """
DROP TRIGGER groupbuys_share_written_once ON groupbuys_share;
DROP TRIGGER groupbuys_closing_written_once ON groupbuys_closing;
DROP FUNCTION groupbuys_written_once();
DROP TRIGGER groupbuys_campaign_stands ON groupbuys_campaign;
DROP FUNCTION groupbuys_campaign_stands();
DROP TRIGGER groupbuys_tiers_fall ON groupbuys_tier;
DROP FUNCTION groupbuys_tiers_fall();
DROP TRIGGER groupbuys_tier_stands ON groupbuys_tier;
DROP FUNCTION groupbuys_tier_stands();
DROP TRIGGER groupbuys_product_stands ON groupbuys_product;
DROP FUNCTION groupbuys_product_stands();
DROP TRIGGER groupbuys_pledge_stands ON groupbuys_pledge;
DROP FUNCTION groupbuys_pledge_stands();
DROP TRIGGER groupbuys_line_counts ON groupbuys_line;
DROP FUNCTION groupbuys_line_counts();
DROP FUNCTION groupbuys_refuse(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("groupbuys", "0001_initial")]
    operations = [
        migrations.RunSQL(REFUSE + LINES + PLEDGES + PRODUCTS + TIERS + CAMPAIGNS + WRITTEN_ONCE, UNDO)
    ]
