"""What a list is found to change, before anything does."""

from datetime import date

import pytest

from elearning.staff.models import Appointment, StaffMember
from tests.factories.staff import AppointmentFactory
from tests.factories.staff_lists import (
    DAY,
    HEADINGS,
    bring,
    counts,
    csv_list,
    errors,
    row,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

WITH_DATES = (*HEADINGS, "С", "По")


def serving(service, number, place=None, post=None, **facts):
    return AppointmentFactory(
        staff_member__staff_number=number,
        establishment=place or service.east,
        post=post or service.guard,
        **facts,
    )


def test_list_says_who_is_new_moves_changes_has_left_and_stays(service):
    for number in ("1", "2", "3", "4"):
        serving(service, number)

    made = bring(
        csv_list(
            row("1", "east", "guard"),
            row("2", "west", "guard"),
            row("3", "east", "guard", ("Серікова", "Арман", "")),
            row("5", "east", "doctor", ("Ғани", "Әсел", "Өтегенқызы")),
        ),
        complete=True,
    )

    assert counts(made) == {
        "new": 1,
        "moved": 1,
        "changed": 1,
        "left": 1,
        "unchanged": 1,
    }
    assert made.state == "compared"
    assert [
        (one.kind, one.staff_number, one.row)
        for one in made.findings.order_by("staff_number")
    ] == [("moved", "2", 3), ("changed", "3", 4), ("left", "4", 0), ("new", "5", 5)]
    assert StaffMember.objects.count() == 4
    assert Appointment.objects.count() == 4


def test_partial_list_lets_nobody_leave(service):
    serving(service, "1")

    made = bring(csv_list(row("2", "east", "guard")))

    assert counts(made) == {"new": 1}


def test_complete_list_of_a_part_lets_nobody_leave_elsewhere(service):
    serving(service, "1", service.west)
    serving(service, "2")

    made = bring(csv_list(row("3", "east", "guard")), place=service.east, complete=True)

    assert counts(made) == {"new": 1, "left": 1}
    assert made.findings.get(kind="left").staff_number == "2"


def test_places_and_posts_are_known_by_code_key_or_title_in_any_language(service):
    service.east.external_id = "KZ/07"
    service.east.save()

    made = bring(
        csv_list(
            row("1", "Establishment east", "Врач"),
            row("2", "мекеме EAST", "дәрігер"),
            row("3", "kz/07", "DOCTOR"),
        )
    )

    assert counts(made) == {"new": 3}


def test_several_rows_of_a_person_are_several_appointments(service):
    names = ("Сериков", "Арман", "")
    made = bring(
        csv_list(
            row("1", "east", "guard", names, "0,5", ""),
            row("1", "west", "doctor", names, "50", ""),
            row("1", "west", "guard", names, "", "да"),
            headings=(*HEADINGS, "Ставка", "Врио"),
        )
    )

    begins = made.findings.get(kind="new").facts["begins"]
    assert [(one["share"], one["is_acting"]) for one in begins] == [
        (50, False),
        (50, False),
        (100, True),
    ]


def test_more_than_a_whole_post_at_once_is_an_error(service):
    serving(service, "2", share=60)
    names = ("Сериков", "Арман", "")
    made = bring(
        csv_list(
            row("1", "east", "guard"),
            row("1", "west", "doctor"),
            row("2", "east", "guard", names, "60"),
            row("2", "west", "doctor", names, "50"),
            headings=(*HEADINGS, "Ставка"),
        )
    )

    assert errors(made) == [("F2", "more_than_whole"), ("F5", "more_than_whole")]
    assert counts(made) == {"error": 2}


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["", "А", "Б", "", "east", "guard"], ("A2", "missing")),
        (["1", "", "Б", "", "east", "guard"], ("B2", "missing")),
        (["1", "А1", "Б", "", "east", "guard"], ("B2", "not_a_name")),
        (["1", "А", "Б", "", "nowhere", "guard"], ("E2", "unknown_place")),
        (["1", "А", "Б", "", "east", "nobody"], ("F2", "unknown_post")),
        (["1", "А", "Б", "", "east", "guard", "5/3/24"], ("G2", "not_a_date")),
        (["1", "А", "Б", "", "east", "guard", "31.02.2024"], ("G2", "not_a_date")),
        (["1", "А", "Б", "", "east", "guard", "05.03.0024"], ("G2", "impossible_day")),
        (
            ["1", "А", "Б", "", "east", "guard", "05.03.2024", "2024-03-04"],
            ("H2", "order"),
        ),
        (["1" * 33, "А", "Б", "", "east", "guard"], ("A2", "too_long")),
    ],
)
def test_wrong_cell_is_named_with_its_row_and_column(service, cells, found):
    made = bring(csv_list(cells, headings=WITH_DATES))

    assert errors(made) == [found]
    assert counts(made) == {"error": 1}
    assert made.findings.get().sentence


def test_rows_that_repeat_or_contradict_each_other_name_both(service):
    made = bring(
        csv_list(
            row("1", "east", "guard"),
            row("1", "east", "guard"),
            row("2", "east", "guard"),
            row("2", "east", "guard", ("Басқа", "Адам", "")),
            row(
                "3",
                "east",
                "guard",
                ("Сериков", "Арман", ""),
                "01.01.2024",
                "31.12.2024",
            ),
            row("3", "east", "guard", ("Сериков", "Арман", ""), "01.12.2024"),
            headings=WITH_DATES,
        )
    )

    assert errors(made) == [("A3", "same_row"), ("A5", "other_name"), ("F7", "overlap")]
    assert [one.facts["parameters"]["row"] for one in made.findings.all()] == [2, 4, 6]


def test_second_header_is_named_and_the_rest_is_read(service):
    made = bring(
        csv_list(row("1", "east", "guard"), HEADINGS, row("2", "east", "guard"))
    )

    assert errors(made) == [("A3", "second_header")]
    assert counts(made) == {"new": 2, "error": 1}


def test_whoever_has_a_faulty_row_stays_as_she_is(service):
    serving(service, "1")

    made = bring(
        csv_list(row("1", "west", "nobody"), row("1", "west", "doctor")), complete=True
    )

    assert counts(made) == {"error": 1}


def test_first_day_in_the_list_ends_what_was_before_on_the_day_before(service):
    serving(service, "1")

    made = bring(
        csv_list(
            row("1", "west", "guard", ("Сериков", "Арман", ""), "01.10.2026"),
            headings=WITH_DATES,
        )
    )

    facts = made.findings.get().facts
    assert facts["begins"][0]["starts_on"] == "2026-10-01"
    assert facts["ends"][0]["ends_on"] == "2026-09-30"


def test_earlier_first_day_is_added_and_a_later_one_refused(service):
    serving(service, "1", starts_on=date(2024, 5, 1))
    serving(service, "2", starts_on=date(2024, 5, 1))

    names = ("Сериков", "Арман", "")
    made = bring(
        csv_list(
            row("1", "east", "guard", names, "01.01.2020"),
            row("2", "east", "guard", names, "02.05.2024"),
            headings=WITH_DATES,
        )
    )

    moved = made.findings.get(kind="moved").facts["begins"][0]
    assert (moved["starts_on"], moved["ends_on"]) == ("2020-01-01", "2024-04-30")
    assert errors(made) == [("G3", "starts_otherwise")]


def test_acting_row_of_a_partial_list_leaves_the_own_post(service):
    serving(service, "1")

    made = bring(
        csv_list(
            row("1", "west", "doctor", ("Сериков", "Арман", ""), "да"),
            headings=(*HEADINGS, "Врио"),
        )
    )

    facts = made.findings.get().facts
    assert [one["is_acting"] for one in facts["begins"]] == [True]
    assert "ends" not in facts


def test_title_row_above_the_names_of_the_columns_is_passed_over(service):
    text = f"Список на {DAY}\r\n\r\n" + csv_list(row("1", "east", "guard"))

    made = bring(text)

    assert made.header_row == 3
    assert made.findings.get().row == 4


def test_errors_say_what_was_read_and_of_whom(service):
    made = bring(
        csv_list(
            row("7", "nowhere", "guard", ("А", "Б", ""), "31.02.2024"),
            row("", "east", "guard", ("А", "Б", ""), ""),
            headings=(*HEADINGS, "С"),
        )
    )

    found = made.findings.filter(kind="error").order_by("row", "field")
    assert [(one.field, one.value, one.staff_number) for one in found] == [
        ("establishment", "nowhere", "7"),
        ("starts_on", "31.02.2024", "7"),
        ("staff_number", "", ""),
    ]


@pytest.mark.parametrize("sign", ["?", "\ufffd"])
def test_lost_letters_are_told_once(service, sign):
    made = bring(
        csv_list(
            row("1", "east", "guard", (f"{sign}лиева", f"{sign}сел", "")),
            row("2", f"ме{sign}еме east", "guard"),
        )
    )

    assert (made.state, made.trouble["code"]) == ("failed", "lost_letters")
    assert not made.findings.exists()


def test_question_that_somebody_wrote_is_an_error_of_its_cell(service):
    made = bring(
        csv_list(
            row("1", "east", "guard", ("Ахметов?", "Арман", "")),
            row("2", "east", "guard", ("А", "?", "")),
        )
    )

    assert errors(made) == [("B2", "not_a_name"), ("C3", "not_a_name")]


@pytest.mark.parametrize(
    "number",
    [
        "<script>alert(1)</script>",
        '#read("/etc/passwd")',
        '=HYPERLINK("x")',
        "+7",
        "@a",
    ],
)
def test_markup_and_formulas_are_no_service_numbers(service, number):
    quoted = '"' + number.replace('"', '""') + '"'
    made = bring(csv_list(row(quoted, "east", "guard")))

    assert errors(made) == [("A2", "not_a_service_number")]
    assert made.counts["nameless"] == 1


def test_numbers_that_services_give_are_taken(service):
    numbers = ["000123", "А-12/3", "KZ 07.15", "N№7", "ҚАЖ_5"]

    assert counts(bring(csv_list(*(row(one, "east", "guard") for one in numbers)))) == {
        "new": 5
    }
