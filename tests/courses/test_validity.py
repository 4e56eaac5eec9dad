from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.validity import RENEWAL_WINDOW, add_months, compute_expiry

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


@pytest.mark.parametrize(
    ("on", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 5, 14), 12, date(2027, 5, 14)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(on, months, later):
    assert add_months(on, months) == later


def test_first_pass_runs_from_the_day_of_passing():
    assert compute_expiry(date(2026, 3, 14), 24) == date(2028, 3, 14)


def test_pass_inside_the_window_keeps_the_anniversary():
    assert compute_expiry(date(2028, 1, 2), 24, date(2028, 3, 14)) == date(2030, 3, 14)


@pytest.mark.parametrize("passed_on", [date(2027, 12, 14), date(2028, 3, 15)])
def test_pass_before_or_after_the_window_starts_afresh(passed_on):
    assert compute_expiry(passed_on, 24, date(2028, 3, 14)) == add_months(passed_on, 24)


@given(
    previous=DAYS, early=st.integers(0, RENEWAL_WINDOW.days), months=st.integers(1, 60)
)
def test_renewing_early_never_costs_a_day(previous, early, months):
    from datetime import timedelta

    passed_on = previous - timedelta(days=early)

    assert compute_expiry(passed_on, months, previous) >= compute_expiry(
        passed_on, months
    )
