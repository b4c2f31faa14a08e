"""What a neighbour takes, written at once: each statement more is one for which all others wait."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from placette.groupbuys.actions.wishes import Accepting
from placette.groupbuys.models import Campaign, Line, Waiting
from placette.people.models import Deed, Person

# Whoever says anew how much she takes of a product waits for no more of it.
TAKE = """
WITH waited AS (
    DELETE FROM groupbuys_waiting WHERE product_id = ANY(%(said)s::bigint[]) AND person_id = %(person)s
), gone AS (
    DELETE FROM groupbuys_line WHERE id = ANY(%(gone)s::bigint[])
), mine AS (
    INSERT INTO groupbuys_pledge (campaign_id, person_id, at, changed_at, stays_at, deed_id)
    VALUES (%(campaign)s, %(person)s, %(now)s, %(now)s, %(stays)s, %(deed)s)
    ON CONFLICT (campaign_id, person_id) DO UPDATE
        SET changed_at = excluded.changed_at, stays_at = excluded.stays_at, freed_at = NULL,
            deed_id = excluded.deed_id
    RETURNING id
)
INSERT INTO groupbuys_line (pledge_id, product_id, quantity, accepted_cents)
SELECT mine.id, wish.* FROM mine, unnest(%(products)s::bigint[], %(quantities)s::numeric[], %(cents)s::integer[]) AS wish
ON CONFLICT (pledge_id, product_id) DO UPDATE
    SET quantity = excluded.quantity, accepted_cents = excluded.accepted_cents
"""


def take(
    campaign: Campaign,
    person: Person,
    wanted: Mapping[int, Accepting],
    held: Mapping[int, Line],
    now: datetime,
    stays: datetime | None,
    deed: Deed | None = None,
) -> None:
    """One statement; two where she takes nothing any more. Wants the campaign's lock and what it has checked.

    `deed`: by whom, where it is not the person herself.
    """
    said = [each for each in {*wanted, *held} if _differs(wanted.get(each), held.get(each))]
    gone = [line.pk for product, line in held.items() if product not in wanted]
    if not wanted:
        Waiting.objects.filter(product__in=said, person=person).delete()
        Line.objects.filter(pk__in=gone).delete()
        return
    wishes = sorted(wanted.values(), key=lambda each: each.product)
    with connection.cursor() as cursor:
        cursor.execute(
            TAKE,
            {
                "said": said,
                "gone": gone,
                "campaign": campaign.pk,
                "person": person.pk,
                "now": now,
                "stays": stays,
                "deed": deed.pk if deed else None,
                "products": [each.product for each in wishes],
                "quantities": [each.quantity for each in wishes],
                "cents": [each.accepted_cents for each in wishes],
            },
        )


def _differs(wish: Accepting | None, line: Line | None) -> bool:
    return wish is None or line is None or wish.quantity != line.quantity
