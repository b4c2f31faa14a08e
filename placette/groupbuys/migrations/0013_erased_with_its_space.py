"""When a space is closed, its purchases are erased, also those that may not be changed any more."""

from django.db import migrations

# name, moments, table, function: as they were, but for what `placette.places.leaving.letting_go` erases.
TRIGGERS = (
    ("groupbuys_closing_written_once", "BEFORE UPDATE OR DELETE", "groupbuys_closing", "groupbuys_written_once"),
    ("groupbuys_share_written_once", "BEFORE UPDATE OR DELETE", "groupbuys_share", "groupbuys_written_once"),
    ("groupbuys_left_over_settled", "AFTER INSERT OR UPDATE OR DELETE", "groupbuys_leftover", "groupbuys_left_over_settled"),
    ("groupbuys_line_counts", "AFTER INSERT OR UPDATE OR DELETE", "groupbuys_line", "groupbuys_line_counts"),
    ("groupbuys_payment_stands", "BEFORE INSERT OR UPDATE OR DELETE", "groupbuys_payment", "groupbuys_payment_stands"),
    ("groupbuys_slot_counts", "AFTER INSERT OR UPDATE OR DELETE", "groupbuys_pickup", "groupbuys_slot_counts"),
    ("groupbuys_pledge_stands", "BEFORE INSERT OR UPDATE OR DELETE", "groupbuys_pledge", "groupbuys_pledge_stands"),
    ("groupbuys_product_stands", "BEFORE INSERT OR UPDATE OR DELETE", "groupbuys_product", "groupbuys_product_stands"),
    ("groupbuys_tier_stands", "BEFORE INSERT OR UPDATE OR DELETE", "groupbuys_tier", "groupbuys_tier_stands"),
    ("groupbuys_quote_tier_stands", "BEFORE INSERT OR UPDATE OR DELETE", "groupbuys_quotetier", "groupbuys_quote_tier_stands"),
)
TRIGGER = "CREATE OR REPLACE TRIGGER {} {} ON {} FOR EACH ROW {} EXECUTE FUNCTION {}();"
UNLESS = "WHEN (current_setting('placette.erasing', true) IS DISTINCT FROM 'on')"


def _all(when: str) -> str:
    return "\n".join(
        TRIGGER.format(name, moments, table, when, function) for name, moments, table, function in TRIGGERS
    )


class Migration(migrations.Migration):
    dependencies = [("groupbuys", "0012_invitations")]
    operations = [migrations.RunSQL(_all(UNLESS), _all(""))]
