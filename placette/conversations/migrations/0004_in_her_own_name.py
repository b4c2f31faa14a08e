from django.db import migrations

KEPT = """
CREATE TRIGGER conversations_message_deed_is_its_author_s BEFORE INSERT OR UPDATE OF author_id, deed_id ON conversations_message
    FOR EACH ROW WHEN (NEW.deed_id IS NOT NULL) EXECUTE FUNCTION people_deed_is_its_author_s()
"""


class Migration(migrations.Migration):
    """A message that was written for somebody is hers."""

    dependencies = [("people", "0015_no_consent_beside_an_account"), ("conversations", "0003_in_her_name_indexed")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.RunSQL(KEPT, "DROP TRIGGER conversations_message_deed_is_its_author_s ON conversations_message"),
    ]
