"""Interest, quotes and votes belong to the time before the price; prices quoted fall; who votes has told what she would take."""

from django.db import migrations

INTEREST = """
CREATE FUNCTION groupbuys_interest_is_asked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its_state text;
BEGIN
    SELECT state INTO its_state FROM groupbuys_campaign WHERE id = NEW.campaign_id FOR NO KEY UPDATE;
    IF its_state <> 'interest' THEN
        PERFORM groupbuys_refuse('interest_is_told_before_the_price', 'an interest');
    END IF;
    IF NOT EXISTS (SELECT FROM groupbuys_product WHERE id = NEW.product_id AND campaign_id = NEW.campaign_id) THEN
        PERFORM groupbuys_refuse('an_interest_is_of_its_campaign', 'an interest');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER groupbuys_interest_is_asked BEFORE INSERT OR UPDATE ON groupbuys_interest
    FOR EACH ROW EXECUTE FUNCTION groupbuys_interest_is_asked();
"""
QUOTES = """
CREATE FUNCTION groupbuys_quote_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- Who asked may leave, whom she asked is forgotten in time, and a key stops opening.
    loose text[] := '{asked_by_id,email,token_hash,typed}';
    its_state text;
BEGIN
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - loose) = (to_jsonb(OLD) - loose) THEN
        RETURN NEW;
    END IF;
    SELECT state INTO its_state FROM groupbuys_campaign WHERE id = NEW.campaign_id FOR NO KEY UPDATE;
    IF its_state <> 'interest' THEN
        PERFORM groupbuys_refuse('a_quote_stands_once_one_is_chosen', 'a quote');
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.campaign_id <> OLD.campaign_id THEN
        PERFORM groupbuys_refuse('a_quote_stays_where_it_is', 'a quote');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER groupbuys_quote_stands BEFORE INSERT OR UPDATE ON groupbuys_quote
    FOR EACH ROW EXECUTE FUNCTION groupbuys_quote_stands();

CREATE FUNCTION groupbuys_quote_tier_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its_quote bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.quote_id ELSE NEW.quote_id END;
    campaign record;
BEGIN
    SELECT c.id, c.state INTO campaign FROM groupbuys_quote q JOIN groupbuys_campaign c ON c.id = q.campaign_id
    WHERE q.id = its_quote FOR NO KEY UPDATE OF c;
    IF FOUND AND campaign.state <> 'interest' AND (TG_OP <> 'DELETE' OR campaign.state NOT IN ('draft', 'cancelled')) THEN
        PERFORM groupbuys_refuse('a_quote_stands_once_one_is_chosen', 'a tier of a quote');
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NOT EXISTS (SELECT FROM groupbuys_product WHERE id = NEW.product_id AND campaign_id = campaign.id) THEN
        PERFORM groupbuys_refuse('a_quote_is_of_its_campaign', 'a tier of a quote');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER groupbuys_quote_tier_stands BEFORE INSERT OR UPDATE OR DELETE ON groupbuys_quotetier
    FOR EACH ROW EXECUTE FUNCTION groupbuys_quote_tier_stands();

-- At commit, as for the tiers of a product.
CREATE FUNCTION groupbuys_quoted_prices_fall() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    tiers record;
BEGIN
    SELECT min(threshold) AS first, bool_or(unit_cents >= before) AS rises INTO tiers FROM (
        SELECT threshold, unit_cents, lag(unit_cents) OVER (ORDER BY threshold) AS before FROM groupbuys_quotetier
        WHERE (quote_id, product_id) = (SELECT CASE TG_OP WHEN 'DELETE' THEN OLD.quote_id ELSE NEW.quote_id END,
                                               CASE TG_OP WHEN 'DELETE' THEN OLD.product_id ELSE NEW.product_id END)
    ) AS each;
    IF tiers.first <> 0 THEN
        PERFORM groupbuys_refuse('the_first_tier_begins_at_nothing', 'tiers of a quote');
    END IF;
    IF tiers.rises THEN
        PERFORM groupbuys_refuse('a_tier_costs_less_than_the_one_before', 'tiers of a quote');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER groupbuys_quoted_prices_fall AFTER INSERT OR UPDATE OR DELETE ON groupbuys_quotetier
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION groupbuys_quoted_prices_fall();
"""
VOTES = """
CREATE FUNCTION groupbuys_vote_counts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its_state text;
BEGIN
    SELECT state INTO its_state FROM groupbuys_campaign WHERE id = NEW.campaign_id FOR NO KEY UPDATE;
    IF its_state <> 'interest' OR NOT EXISTS (SELECT FROM groupbuys_comparison WHERE campaign_id = NEW.campaign_id) THEN
        PERFORM groupbuys_refuse('one_votes_while_quotes_are_compared', 'a vote');
    END IF;
    IF NOT EXISTS (
        SELECT FROM groupbuys_quote WHERE id = NEW.quote_id AND campaign_id = NEW.campaign_id AND state = 'sent'
    ) THEN
        PERFORM groupbuys_refuse('one_votes_for_a_quote_of_the_campaign', 'a vote');
    END IF;
    IF NOT EXISTS (
        SELECT FROM groupbuys_interest WHERE campaign_id = NEW.campaign_id AND person_id = NEW.person_id
    ) THEN
        PERFORM groupbuys_refuse('who_is_interested_votes', 'a vote');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER groupbuys_vote_counts BEFORE INSERT OR UPDATE ON groupbuys_vote
    FOR EACH ROW EXECUTE FUNCTION groupbuys_vote_counts();
"""
UNDO = """
DROP TRIGGER groupbuys_vote_counts ON groupbuys_vote;
DROP FUNCTION groupbuys_vote_counts();
DROP TRIGGER groupbuys_quoted_prices_fall ON groupbuys_quotetier;
DROP FUNCTION groupbuys_quoted_prices_fall();
DROP TRIGGER groupbuys_quote_tier_stands ON groupbuys_quotetier;
DROP FUNCTION groupbuys_quote_tier_stands();
DROP TRIGGER groupbuys_quote_stands ON groupbuys_quote;
DROP FUNCTION groupbuys_quote_stands();
DROP TRIGGER groupbuys_interest_is_asked ON groupbuys_interest;
DROP FUNCTION groupbuys_interest_is_asked();
"""


class Migration(migrations.Migration):
    dependencies = [("groupbuys", "0004_asking_before_the_price")]
    operations = [migrations.RunSQL(INTEREST + QUOTES + VOTES, UNDO)]
