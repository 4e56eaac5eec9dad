"""Deadlines from plain dates."""

from datetime import date

import pytest

from courses.compliance.deadlines import (
    compute_last_valid_day,
    find_unbroken_start,
    postpone_past_pauses,
)

DAY = date(2026, 3, 14)


@pytest.mark.parametrize(
    ("spans", "since"),
    [
        ([], None),
        ([(date(2026, 4, 1), None)], None),
        ([(date(2020, 1, 1), date(2025, 12, 31))], None),
        ([(date(2020, 1, 1), None)], date(2020, 1, 1)),
        ([(date(2020, 1, 1), DAY)], date(2020, 1, 1)),
        (
            [(date(2020, 1, 1), date(2025, 12, 31)), (date(2026, 1, 1), None)],
            date(2020, 1, 1),
        ),
        (
            [(date(2020, 1, 1), date(2025, 12, 30)), (date(2026, 1, 1), None)],
            date(2026, 1, 1),
        ),
        (
            [(date(2020, 1, 1), None), (date(2021, 1, 1), date(2022, 1, 1))],
            date(2020, 1, 1),
        ),
    ],
)
def test_unbroken_since_finds_the_run_of_the_day(spans, since):
    assert find_unbroken_start(spans, DAY) == since


def test_last_valid_day_of_nothing_is_nothing():
    assert compute_last_valid_day([], 12) is None


def test_last_valid_day_is_shortened_by_a_stricter_rule_and_never_lengthened():
    held = [(date(2025, 1, 10), date(2027, 1, 10))]

    assert compute_last_valid_day(held, 12) == date(2026, 1, 10)
    assert compute_last_valid_day(held, 36) == date(2027, 1, 10)


def test_renewal_inside_the_window_keeps_the_anniversary():
    first = (date(2025, 1, 10), date(2027, 1, 10))
    second = (date(2025, 12, 1), date(2027, 12, 1))

    assert compute_last_valid_day([second, first], 12) == date(2027, 1, 10)


@pytest.mark.parametrize(
    ("pause", "deadline"),
    [
        ((date(2026, 1, 1), None), date(2026, 3, 1)),
        ((date(2026, 4, 1), date(2026, 4, 30)), date(2026, 3, 1)),
        ((date(2026, 2, 1), date(2026, 3, 10)), date(2026, 4, 9)),
        ((date(2026, 1, 1), date(2026, 2, 20)), date(2026, 3, 22)),
        ((date(2025, 1, 1), date(2026, 3, 10)), date(2026, 5, 9)),
        ((date(2025, 12, 1), date(2026, 1, 1)), date(2026, 3, 1)),
    ],
)
def test_deadline_moves_behind_an_absence_with_time_to_catch_up(pause, deadline):
    assert postpone_past_pauses(date(2026, 3, 1), [pause]) == deadline
