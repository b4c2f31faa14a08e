"""Passages that are not what their drives are: none, as long as the triggers of migration 0021 are at work."""

# Open drives whose passage is not what it would be if it were made now, and passages of what is none.
WRONG = """
SELECT way.id FROM carpool_way way LEFT JOIN carpool_passage kept ON kept.way_id = way.id
    LEFT JOIN LATERAL carpool_passage_of(way, kept.has_days) AS now ON true
WHERE way.is_open AND way.role = 'driver' AND now IS DISTINCT FROM kept
UNION ALL
SELECT way_id FROM carpool_passage WHERE way_id NOT IN (SELECT id FROM carpool_way WHERE is_open AND role = 'driver')
"""
