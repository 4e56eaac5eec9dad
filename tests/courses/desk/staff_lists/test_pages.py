"""A list from its upload to its log, as an officer does it."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.staff.importing import staff_list_jobs
from elearning.staff.importing.models import ColumnMapping, StaffList
from elearning.staff.models import Appointment, StaffMember
from tests.factories.staff import AppointmentFactory
from tests.factories.staff_lists import bring, csv_list, row

pytestmark = pytest.mark.django_db

LISTS = reverse("desk:staff-lists:list")


def upload(client, text, place, scope="partial", name="list.csv"):
    file = SimpleUploadedFile(name, text.encode())
    given = {
        "file": file,
        "on": "2026-11-27",
        "establishment": place.code,
        "scope": scope,
    }
    return client.post(reverse("desk:staff-lists:upload"), given)


def page(name, made):
    return reverse(f"desk:staff-lists:{name}", args=[made.key])


def test_list_goes_from_upload_to_log(client, house, officer):
    text = csv_list(row("7", house.mine, house.rule.post, ("Ғани", "Әсел", "")))

    answer = upload(client, text, house.mine)
    made = StaffList.objects.get()
    assert answer.url == page("one", made)
    assert client.get(answer.url).status_code == 200

    staff_list_jobs.compare_waiting_lists(timezone.now())
    assert "Ғани Әсел" in client.get(page("one", made)).content.decode()
    assert client.post(page("confirm", made)).url == page("one", made)
    staff_list_jobs.apply_confirmed_lists(timezone.now())
    made.refresh_from_db()
    assert (made.state, made.confirmed_by) == ("applied", officer)
    assert StaffMember.objects.get(staff_number="7").appointments.count() == 1

    assert client.post(page("log", made)).status_code == 400
    answer = client.post(page("log", made), {"purpose": "Тексеру"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert lines[-1].startswith("2;7;Ғани Әсел;")
    taken = Entry.objects.get(action="staff.import_exported")
    assert (taken.by, taken.reason) == (officer, "Тексеру")


def test_reading_the_comparison_is_audited(client, house, officer):
    made = bring(
        csv_list(row("7", house.mine, house.rule.post)), by=officer, place=house.mine
    )

    client.get(page("one", made), {"kind": "new"})
    client.get(page("one", made), {"kind": "error"})

    (read,) = Entry.objects.filter(action="staff.import_viewed")
    assert (read.by, read.details) == (officer, {"kind": "new", "page": 1})


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("", "Файл бос"),
        ("x", "Бағандардың атаулары"),
        ("%PDF-1.7 a;b;c", "кесте емес"),
    ],
)
def test_file_that_is_no_list_is_refused_in_a_sentence(
    client, house, officer, content, word
):
    answer = upload(client, content, house.mine)

    assert answer.status_code == 400
    assert word in answer.content.decode()
    assert not StaffList.objects.exists()


def test_place_of_another_officer_and_impossible_days_are_refused(
    client, house, officer
):
    text = csv_list(row("7", house.mine, house.rule.post))

    assert upload(client, text, house.other).status_code == 400
    form = {"on": "1999-12-31", "establishment": house.mine.code, "scope": "partial"}
    file = SimpleUploadedFile("x.csv", text.encode())
    answer = client.post(reverse("desk:staff-lists:upload"), {**form, "file": file})
    assert answer.status_code == 400
    assert not StaffList.objects.exists()


def test_unknown_columns_are_asked_for_once(client, house, officer):
    headings = ("Nr", "Wer", "Wie", "Noch", "Wo", "Was")
    cells = row("7", house.mine, house.rule.post)
    upload(client, csv_list(cells, headings=headings), house.mine)
    made = StaffList.objects.get()
    assert made.waits_for_columns
    asked = client.get(page("columns", made)).content.decode()
    assert house.mine.code in asked
    (read,) = Entry.objects.filter(action="staff.import_viewed")
    assert (read.by, read.details) == (officer, {"kind": "columns"})

    fields = ("staff_number", "family_name", "given_name", "-", "establishment")
    given = {f"column_{place}": name for place, name in enumerate(fields)}
    answer = client.post(page("columns", made), given)
    assert answer.status_code == 400
    assert "Лауазым" in answer.content.decode()
    twice = client.post(page("columns", made), given | {"column_5": "staff_number"})
    assert twice.status_code == 400
    assert not ColumnMapping.objects.exists()

    answer = client.post(page("columns", made), given | {"column_5": "post"})
    assert answer.url == page("one", made)
    staff_list_jobs.compare_waiting_lists(timezone.now())
    made.refresh_from_db()
    assert made.state == "compared"

    turned = csv_list(cells[::-1], headings=headings[::-1])
    upload(client, turned, house.mine)
    assert not StaffList.objects.first().waits_for_columns


def test_columns_that_one_officer_told_are_not_those_of_another(
    client, house, officer, enter
):
    headings = ("Nr", "Wer", "Wie", "Noch", "Wo", "Was")
    cells = row("7", house.mine, house.rule.post)
    text = csv_list(cells, headings=headings)
    fields = ("staff_number", "family_name", "given_name", "-", "establishment", "post")
    told = {f"column_{place}": name for place, name in enumerate(fields)}
    theirs = bring(text, by=officer, place=house.mine)

    colleague = enter(Role.FACILITY_HR)
    client.post(page("columns", theirs), told)

    theirs.refresh_from_db()
    assert not theirs.waits_for_columns
    assert not ColumnMapping.objects.exists()
    mine = bring(f"{text}\r\n", by=colleague, place=house.mine)
    assert mine.waits_for_columns
    client.post(page("columns", mine), told)
    assert ColumnMapping.objects.get().source == colleague
    again = csv_list(cells, cells, headings=headings)
    for by, waits in ((colleague, False), (officer, True), (None, True)):
        assert bring(f"{again}{by}", by=by).waits_for_columns == waits


def test_cells_and_headings_of_a_list_are_shown_as_text(client, house, officer):
    markup = "<meta http-equiv=refresh content=0;//a>"
    headings = ("Nr", "<b>Wer</b>", "Wie", "Wo", "Was", "Mehr")
    text = csv_list(['"' + markup + '"'] * 6, headings=headings)
    assert upload(client, text, house.mine).status_code == 302

    asked = client.get(page("columns", StaffList.objects.get())).content.decode()

    assert "<meta http-equiv=refresh" not in asked
    assert "<b>Wer" not in asked
    assert asked.count("&lt;meta http-equiv=refresh") == 6


def test_equal_errors_are_one_line_with_the_value_and_its_cells(client, house, officer):
    post = house.rule.post
    rows = [row(str(number), "Шығыс, N-1", post) for number in range(1, 8)]
    text = csv_list(*rows, row("8", house.mine, "жоқ"), row("9", house.mine, post))
    made = bring(text, by=officer, place=house.mine)
    assert made.counts["error"] == 8

    answer = client.get(page("one", made), {"kind": "error"})

    place, post = answer.context["lines"]
    assert (place.column, place.value, place.rows) == ("Мекеме", "Шығыс, N-1", 7)
    assert (place.cells, place.more) == (["E2", "E3", "E4", "E5", "E6"], 2)
    assert place.numbers == ["1", "2", "3", "4", "5"]
    assert (post.value, post.cells, post.more) == ("жоқ", ["F9"], 0)
    shown = " ".join(answer.content.decode().split())
    assert shown.count("Шығыс, N-1") == 1
    assert "тағы 2" in shown


def test_list_says_when_it_came_by_the_clock_of_the_office(client, house, officer):
    made = bring(
        csv_list(row("7", house.mine, house.rule.post)), by=officer, place=house.mine
    )
    StaffList.objects.update(
        uploaded_at=datetime(2026, 11, 29, 23, 8, tzinfo=UTC),
        confirmed_at=datetime(2026, 11, 29, 20, 15, tzinfo=UTC),
        confirmed_by=officer,
    )

    shown = client.get(page("one", made)).content.decode()

    assert "30.11.2026 04:08" in shown
    assert "30.11.2026 01:15" in shown


def test_mass_departure_wants_its_number(client, house, officer):
    post = house.rule.post
    AppointmentFactory.create_batch(9, establishment=house.mine, post=post)
    number = StaffMember.objects.last().staff_number
    text = csv_list(row(house.insider.staff_number, house.mine, post, ("А", "Б", "")))
    made = bring(text, by=officer, place=house.mine, complete=True)
    assert made.leaving == 9

    assert "callout-warning" in client.get(page("one", made)).content.decode()
    assert client.post(page("confirm", made), {"leaving": "8"}).status_code == 400
    made.refresh_from_db()
    assert made.state == "compared"
    assert client.post(page("confirm", made), {"leaving": "9"}).status_code == 302
    staff_list_jobs.apply_confirmed_lists(timezone.now())
    ended = Appointment.objects.get(staff_member__staff_number=number)
    assert ended.ends_on == made.on


def test_errors_are_accepted_by_a_tick(client, house, officer):
    text = csv_list(
        row("7", house.mine, house.rule.post), row("8", house.other, house.rule.post)
    )
    made = bring(text, by=officer, place=house.mine)

    assert client.post(page("confirm", made)).status_code == 400
    assert (
        client.post(page("confirm", made), {"accepts_errors": "on"}).status_code == 302
    )


def test_list_is_called_off(client, house, officer):
    made = bring(
        csv_list(row("7", house.mine, house.rule.post)), by=officer, place=house.mine
    )

    client.post(page("confirm", made))
    client.post(page("cancel", made))
    staff_list_jobs.apply_confirmed_lists(timezone.now())

    made.refresh_from_db()
    assert made.state == "cancelled"
    assert not StaffMember.objects.filter(staff_number="7").exists()
    assert client.get(page("confirm", made)).url == page("one", made)
    assert client.post(page("confirm", made)).status_code == 400


def test_list_changed_since_says_so_and_is_confirmed_again(client, house, officer):
    made = bring(
        csv_list(row("7", house.mine, house.rule.post)), by=officer, place=house.mine
    )
    client.post(page("confirm", made))
    StaffMember.objects.create(staff_number="7", family_name="Ж", given_name="Ж")

    staff_list_jobs.apply_confirmed_lists(timezone.now())
    staff_list_jobs.compare_waiting_lists(timezone.now())

    assert "callout-important" in client.get(page("one", made)).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_as_often_for_one_row_as_for_three(
    client, house, officer, rows, django_assert_num_queries
):
    lines = [row(f"{n}", house.mine, house.rule.post) for n in range(rows)]
    made = bring(csv_list(*lines), by=officer, place=house.mine)
    client.get(LISTS)

    with django_assert_num_queries(11):
        client.get(page("one", made))
