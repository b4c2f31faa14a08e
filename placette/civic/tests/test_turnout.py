"""How many voted when: never about fewer than five, nor by the difference of two figures."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placette.civic import turnout

counts = st.lists(st.integers(1, 12), max_size=20)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(counts)
def test_no_group_of_days_is_about_fewer_than_five_and_nothing_shown_changes_by_fewer(voters):
    start = date(2026, 11, 2)
    days = [(start + timedelta(days=number), each) for number, each in enumerate(voters)]
    final = turnout.groups(days, closed=True)

    assert all(group.voters >= 5 for group in final)
    assert sum(group.voters for group in final) == (sum(voters) if sum(voters) >= 5 else 0)
    shown = [turnout.groups(days[:number], closed=False) for number in range(len(days) + 1)]
    for earlier, later in zip(shown, [*shown[1:], final], strict=True):
        assert later[: len(earlier)] == earlier, "what was shown stays as it was"
        assert all(group.voters >= 5 for group in later[len(earlier) :])
