"""Saved reports at the desk: what is wrong first, whose they are, then the plain way."""

import pytest
from django.urls import reverse

from courses.reporting import saved_reports
from courses.reporting.models import ReportRun, SavedReport
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

GIVEN = {
    "name": "Monthly",
    "content": "people",
    "kind": "xlsx",
    "purpose": "Inspection",
    "every": "month",
    "month_day": "31",
    "way": "link",
}
FACTS = {"name": "Monthly", "content": "people", "kind": "csv", "purpose": "Inspection"}
FACTS |= {"every": "", "day": None, "way": "link"}
OBJECTS = ("change", "make", "stop", "remove")


def kept(owner, **changes):
    return saved_reports.save_report("", by=owner, **FACTS | changes)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"purpose": ""}, "purpose"),
        ({"month_day": ""}, "month_day"),
        ({"month_day": "32"}, "month_day"),
        ({"every": "week"}, "weekday"),
        ({"every": "week", "weekday": "8"}, "weekday"),
        ({"way": "folder"}, "way"),
        ({"kind": "exe"}, "kind"),
    ],
)
def test_wrong_entry_is_said_and_nothing_is_kept(client, officer, wrong, field):
    answer = client.post(reverse("desk:reports:new"), GIVEN | wrong)

    assert field in answer.context["form"].errors
    assert not SavedReport.objects.exists()


def test_another_prison_in_the_address_cannot_be_saved(client, house, officer):
    url = reverse("desk:reports:new", query={"establishment": house.other.code})

    assert client.post(url, GIVEN).status_code == 404


def test_report_keeps_filters_schedule_and_purpose_but_no_day(client, house, officer):
    post = house.rule.post.code
    url = reverse("desk:reports:new", query={"post": post, "on": "2026-01-31"})

    answer = client.post(url, GIVEN)

    assert answer.url == reverse("desk:reports:list")
    report = SavedReport.objects.get()
    assert (report.owner, report.query) == (officer, f"post={post}")
    assert (report.every, report.day, report.way) == ("month", 31, "link")
    entry = Entry.objects.get(action="reporting.saved")
    assert (entry.by, entry.reason) == (officer, "Inspection")


def test_report_is_changed_with_its_own_values_before_her_eyes(client, officer):
    report = kept(officer, every="week", day=3)
    url = reverse("desk:reports:change", args=[report.pk])

    shown = client.get(url).context["form"].initial
    client.post(url, GIVEN | {"name": "Yearly"})

    assert (shown["name"], shown["weekday"], shown["month_day"]) == ("Monthly", 3, None)
    report.refresh_from_db()
    assert (report.name, report.every, report.day) == ("Yearly", "month", 31)


def test_report_whose_filter_is_gone_can_still_be_opened(client, house, officer):
    report = saved_reports.save_report("course=gone", by=officer, **FACTS)

    assert (
        client.get(reverse("desk:reports:change", args=[report.pk])).status_code == 200
    )


def test_report_is_made_when_she_asks(client, house, officer):
    report = kept(officer)

    answer = client.post(reverse("desk:reports:make", args=[report.pk]))

    run = ReportRun.objects.get()
    assert (run.report, run.owner, run.purpose) == (report, officer, "Inspection")
    assert answer.url == reverse("desk:reports:file", args=[run.key])


def test_schedule_stops_and_the_report_stays(client, officer):
    report = kept(officer, every="week", day=3)

    client.post(reverse("desk:reports:stop", args=[report.pk]))

    report.refresh_from_db()
    assert (report.every, report.day) == ("", None)
    assert Entry.objects.get(action="reporting.stopped").by == officer


def test_list_takes_as_many_queries_for_three_as_for_one(
    client, officer, django_assert_num_queries
):
    kept(UserFactory(roles=[Role.MINISTRY_HR]))
    saved_reports.order_saved_report(kept(officer), by=officer)
    url = reverse("desk:reports:list")
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)

    for name in ("A", "B"):
        saved_reports.order_saved_report(kept(officer, name=name), by=officer)
    with django_assert_num_queries(7):
        answer = client.get(url)

    assert [line.report.name for line in answer.context["lines"]] == [
        "A",
        "B",
        "Monthly",
    ]
    assert all(line.newest for line in answer.context["lines"])


def test_report_is_removed_after_asking_and_its_files_stay(client, officer):
    report = kept(officer, every="month", day=1)
    run = saved_reports.order_saved_report(report, by=officer)
    address = reverse("desk:reports:remove", args=[report.pk])

    assert "Monthly" in client.get(address).text
    assert list(client.get(reverse("desk:reports:list")).context["lines"]) != []
    client.post(address)

    assert client.get(reverse("desk:reports:list")).context["lines"] == []
    assert client.post(address).status_code == 404
    assert not SavedReport.objects.scheduled().exists()
    run.refresh_from_db()
    assert (run.report, run.state) == (report, "waiting")
    entry = Entry.objects.get(action="reporting.removed")
    assert (entry.by, entry.subject_id, entry.reason) == (
        officer,
        str(report.pk),
        "Inspection",
    )
