from django.db import migrations

# Loans that stand hold their thing. Of those that were promised twice before the rule, the first one does.
HELD = """
UPDATE listings_agreement a SET holds_id = w.listing_id
FROM listings_answer w JOIN listings_listing l ON l.id = w.listing_id
WHERE w.id = a.answer_id AND l.kind = 'loan' AND l.direction = 'offer' AND a.state IN ('proposed', 'accepted')
AND NOT (a.state = 'accepted' AND EXISTS (
    SELECT FROM listings_agreement e JOIN listings_answer f ON f.id = e.answer_id
    WHERE f.listing_id = w.listing_id AND e.state = 'accepted' AND e.id < a.id
    AND e.starts_at <= coalesce(a.ends_at, a.starts_at) AND a.starts_at <= coalesce(e.ends_at, e.starts_at)
))
"""


class Migration(migrations.Migration):
    dependencies = [("listings", "0004_holds")]
    operations = [migrations.RunSQL(HELD, migrations.RunSQL.noop)]
