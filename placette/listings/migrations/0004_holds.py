import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def without_index(model: str, field: str, to: str, related_name: str, index: str) -> migrations.RunSQL:
    """AlterField would drop and check the foreign key again: only the index goes."""
    bare = models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name=related_name, to=to
    )
    return migrations.RunSQL(
        f'DROP INDEX IF EXISTS "{index}"',
        migrations.RunSQL.noop,
        state_operations=[migrations.AlterField(model, field, bare)],
    )


class Migration(migrations.Migration):
    """The annonce that an agreement keeps busy; and three indexes fewer: another begins with the same column."""

    dependencies = [
        ("listings", "0003_newest"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddField(
            "agreement",
            "holds",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="listings.listing",
            ),
        ),
        without_index(
            "answer", "listing", "listings.listing", "answers", "listings_answer_listing_id_336aff00"
        ),
        without_index(
            "listing",
            "author",
            settings.AUTH_USER_MODEL,
            "listings",
            "listings_listing_author_id_ec0f0d75",
        ),
        without_index(
            "thanks", "agreement", "listings.agreement", "thanks", "listings_thanks_agreement_id_4727f2fc"
        ),
    ]
