"""IINs are told by date and check digit: by the Kazakh rule, whatever digits come."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.privacy.national_ids import (
    FIRST_ROUND,
    SECOND_ROUND,
    compute_check_digit,
    is_iin,
    iter_iins,
)

BIRTHS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
ORDERS = st.integers(0, 9999)


def first_eleven(born, order, sex=0):
    century = (3 if born.year < 2000 else 5) + sex
    return f"{born:%y%m%d}{century}{order:04}"


@pytest.mark.parametrize("digits", ["", "9001013001", "900101300123", "9001013001a"])
def test_check_digit_is_asked_of_eleven_digits_only(digits):
    with pytest.raises(ValueError, match="eleven digits"):
        compute_check_digit(digits)


@pytest.mark.parametrize(
    "digits", ["", "12345678901", "1234567890123", "90010130012a", "٩٠٠١٠١٣٠٠١٢٣"]
)
def test_anything_but_twelve_digits_is_no_number(digits):
    assert not is_iin(digits)


@given(BIRTHS, ORDERS, st.integers(0, 1))
@example(date(2000, 2, 29), 0, 0)
def test_every_number_that_is_given_out_is_told(born, order, sex):
    first = first_eleven(born, order, sex)
    last = compute_check_digit(first)

    assert last is None or is_iin(f"{first}{last}")


@given(BIRTHS, ORDERS, st.integers(0, 9))
def test_no_other_check_digit_is_taken(born, order, wrong):
    first = first_eleven(born, order)

    assert is_iin(f"{first}{wrong}") == (wrong == compute_check_digit(first))


@given(st.text("0123456789", min_size=11, max_size=11))
@example("00000000000")
def test_check_digit_follows_the_two_rounds(digits):
    def weighed(weights):
        return sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11

    first, second = weighed(FIRST_ROUND), weighed(SECOND_ROUND)

    assert compute_check_digit(digits) == (
        first if first < 10 else second if second < 10 else None
    )


def test_second_round_decides_where_the_first_gives_ten():
    digits = next(
        f"9001013{order:04}"
        for order in range(10_000)
        if sum(
            int(d) * w for d, w in zip(f"9001013{order:04}", FIRST_ROUND, strict=True)
        )
        % 11
        == 10
    )

    assert compute_check_digit(digits) in {*range(10), None}


@given(BIRTHS, ORDERS)
def test_exchanged_neighbours_are_found_out(born, order):
    """One of eleven passes by chance, so the date or the digit must have moved."""
    first = first_eleven(born, order)
    last = compute_check_digit(first)
    moved = f"{first[:7]}{first[8]}{first[7]}{first[9:]}"

    if last is not None and first[7] != first[8] and compute_check_digit(moved) != last:
        assert not is_iin(f"{moved}{last}")


@pytest.mark.parametrize("month_and_day", ["1301", "0001", "0230", "0132", "0100"])
def test_number_without_a_date_is_no_iin(month_and_day):
    first = f"90{month_and_day}30012"

    assert not any(is_iin(f"{first}{last}") for last in range(10))


def valid():
    first = first_eleven(date(1990, 1, 1), 12)
    return f"{first}{compute_check_digit(first)}"


@pytest.mark.parametrize(
    "written", ["{}", "ИИН {}.", "({})", "ЖСН:{}", "{},", "“{}”", "№{}"]
)
def test_number_is_found_where_people_write_it(written):
    number = valid()
    text = written.format(number)

    assert list(iter_iins(text)) == [(text.index(number), number)]


def test_number_in_groups_is_found_as_it_stands():
    number = valid()
    written = f"{number[:6]} {number[6:9]}\u00a0{number[9:]}"

    assert [words for _start, words in iter_iins(f"жеке {written} адам")] == [written]


@pytest.mark.parametrize("around", ["1{}", "{}7", "{}-7", "4-{}"])
def test_number_inside_a_longer_one_is_left_alone(around):
    assert list(iter_iins(around.format(valid()))) == []
