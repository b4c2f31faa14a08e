from django.db import migrations

KEPT = """
CREATE TRIGGER listings_listing_deed_is_its_author_s BEFORE INSERT OR UPDATE OF author_id, deed_id ON listings_listing
    FOR EACH ROW WHEN (NEW.deed_id IS NOT NULL) EXECUTE FUNCTION people_deed_is_its_author_s()
"""


class Migration(migrations.Migration):
    """An annonce that was posted for somebody is hers."""

    dependencies = [("people", "0015_no_consent_beside_an_account"), ("listings", "0012_in_her_name_indexed")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.RunSQL(KEPT, "DROP TRIGGER listings_listing_deed_is_its_author_s ON listings_listing"),
    ]
