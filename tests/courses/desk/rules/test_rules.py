"""Rules at the desk: entered, previewed with dates, saved exactly so, changed and ended."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.acknowledgements.models import ReadingRule
from courses.compliance.models import Requirement, RuleDraft
from courses.models import Course
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.staff.models import Establishment
from tests.factories.accounts import let_lie, pass_both_steps
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.courses import CourseFactory
from tests.factories.provisions import published_guideline
from tests.factories.staff import AppointmentFactory, EstablishmentFactory, PostFactory

pytestmark = pytest.mark.django_db

LIST = reverse("desk:rules:list")
NEW = reverse("desk:rules:new")
TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-01 07:00Z", tick=False):
        yield


@pytest.fixture
def ministry(enter):
    return enter(Role.MINISTRY_HR)


@pytest.fixture
def entries():
    """What is typed for a plain rule."""
    course = CourseFactory(validity_months=24)
    return {
        "course": course.pk,
        "post": PostFactory().pk,
        "with_acting": "on",
        "least_share": 1,
        "months": 12,
        "expiry": "anniversary",
        "first_due_days": 30,
        "window_days": 60,
        "grace_days": 14,
        "starts_on": TODAY.isoformat(),
    }


def lie_idle(client):
    let_lie([client.session.session_key], 3600)


def drafted(client, entries, url=NEW):
    answer = client.post(url, entries)
    assert answer.status_code == 302
    return RuleDraft.objects.get(), answer.url


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"window_days": 365}, "window_days"),
        ({"months": 36}, "months"),
        ({"starts_on": "2026-05-31"}, "starts_on"),
        ({"expiry": "fixed", "fixed_day": 31, "fixed_month": 4}, "fixed_day"),
        ({"course": ""}, "course"),
    ],
)
def test_wrong_entries_are_shown_beside_their_field_and_nothing_is_kept(
    client, ministry, entries, wrong, field
):
    answer = client.post(NEW, entries | wrong)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert not RuleDraft.objects.exists()


def test_rule_is_saved_exactly_as_it_was_previewed(client, house, ministry, entries):
    held = AppointmentFactory(establishment=house.mine, post_id=entries["post"])
    AppointmentFactory(establishment=house.other, post_id=entries["post"])

    draft, preview = drafted(client, entries)
    page = client.get(preview)

    assert not Requirement.objects.exclude(pk=house.rule.pk).exists()
    assert [row.person for row in page.context["rows"]] == [held.staff_member]
    assert page.context["shown"].elsewhere == 1
    assert (
        client.post(preview, {"digest": draft.digest, "reason": ""}).status_code == 400
    )
    saving = {"digest": draft.digest, "reason": "Order 12 of 28 May"}
    assert client.post(preview, saving).url == LIST
    assert client.post(preview, saving).url == LIST

    rule = Requirement.objects.exclude(pk=house.rule.pk).get()
    assert (rule.post_id, rule.months, rule.starts_on) == (entries["post"], 12, TODAY)
    made = Entry.objects.get(action="compliance.required")
    assert (made.by, made.reason) == (ministry, "Order 12 of 28 May")


def test_saving_what_has_moved_shows_the_new_list_instead(
    client, house, ministry, entries
):
    draft, preview = drafted(client, entries)
    AppointmentFactory(establishment=house.mine, post_id=entries["post"])

    answer = client.post(
        preview, {"digest": draft.digest, "reason": "Order 12"}, follow=True
    )

    assert answer.redirect_chain == [(preview, 302)]
    assert [row.has_moved for row in answer.context["rows"]] == [True]
    assert not Requirement.objects.exclude(pk=house.rule.pk).exists()


def test_what_was_entered_survives_the_end_of_the_session(client, ministry, entries):
    lie_idle(client)

    answer = client.post(NEW, entries)
    assert reverse("account_login") in answer.url
    pass_both_steps(client, ministry)
    again = client.get(NEW)

    assert str(again.context["form"]["months"].value()) == "12"
    assert str(again.context["form"]["post"].value()) == str(entries["post"])
    assert not client.get(NEW).context["form"].is_bound
    assert not RuleDraft.objects.exists()


def test_reason_survives_the_end_of_the_session_and_the_preview_is_kept(
    client, ministry, entries
):
    draft, preview = drafted(client, entries)
    lie_idle(client)

    assert reverse("account_login") in client.post(preview, {"reason": "Order 9"}).url
    pass_both_steps(client, ministry)

    first = client.get(preview).context["save"].initial
    assert first == {"digest": draft.digest, "reason": "Order 9"}
    draft.refresh_from_db()
    assert draft.saved_at is None


def test_changed_rule_ends_the_day_before_and_its_course_stays(
    client, house, ministry, entries
):
    url = reverse("desk:rules:change", args=[house.rule.pk])
    tomorrow = TODAY + timedelta(days=1)
    changed = entries | {"post": house.rule.post_id, "starts_on": tomorrow.isoformat()}

    draft, preview = drafted(client, changed | {"months": 6}, url)
    client.post(preview, {"digest": draft.digest, "reason": "Order 13"})

    old, new = Requirement.objects.order_by("pk")
    assert (old.ends_on, new.starts_on, new.months) == (TODAY, tomorrow, 6)
    assert new.course == old.course


def test_end_of_a_rule_is_previewed_and_saved(client, house, ministry):
    url = reverse("desk:rules:end", args=[house.rule.pk])
    assert client.post(url, {"on": "2026-05-31"}).status_code == 400

    draft, preview = drafted(client, {"on": "2026-06-30"}, url)
    page = client.get(preview)
    client.post(preview, {"digest": draft.digest, "reason": "Order 14"})

    assert [row.person for row in page.context["rows"]] == [house.insider]
    assert page.context["shown"].name == "removed"
    assert Requirement.objects.get().ends_on == date(2026, 6, 30)


def test_example_reckons_the_dates_of_one_person_of_the_remit(
    client, house, ministry, entries
):
    held = AppointmentFactory(establishment=house.mine, post_id=entries["post"])
    PassFactory(
        learner=held.staff_member,
        course=Course.objects.get(pk=entries["course"]),
        passed_on=date(2026, 3, 14),
    )
    draft, _preview = drafted(client, entries)
    url = reverse("desk:rules:example", args=[draft.key])

    shown = client.post(url, {"staff_number": held.staff_member.staff_number})
    hidden = client.post(url, {"staff_number": house.outsider.staff_number})

    assert len(shown.context["steps"]) == 6
    assert hidden.status_code == 400
    assert "person" not in hidden.context
    viewed = Entry.objects.get(action="compliance.example_viewed")
    assert viewed.person == str(held.staff_member.key)


def test_list_shows_rules_of_courses_qualifications_and_guidelines(client, ministry):
    qualification = CourseFactory(delivery=Course.Delivery.EXTERNAL, code="Z-AID")
    RequirementFactory(course=qualification)
    RequirementFactory(ends_on=date(2026, 5, 1))
    ReadingRule.objects.create(
        post=PostFactory(),
        document=published_guideline("1.1").document,
        starts_on=date(2027, 1, 1),
    )

    def listed(**query):
        return [
            (line.kind, line.state) for line in client.get(LIST, query).context["page"]
        ]

    assert listed() == [
        ("course", "in-force"),
        ("external", "in-force"),
        ("guideline", "planned"),
    ]
    assert listed(kind="external") == [("external", "in-force")]
    assert listed(state="ended") == [("course", "ended")]


def test_facility_reads_the_rules_that_concern_it(client, enter, house):
    enter(Role.FACILITY_HR)
    unit = EstablishmentFactory(parent=house.mine)
    RequirementFactory(establishment=house.other)
    RequirementFactory(kind=Establishment.Kind.ACADEMY)
    under = RequirementFactory(establishment=unit)

    page = client.get(LIST)

    assert [line.rule for line in page.context["page"]] == [house.rule, under]
    assert not any(line.change_url for line in page.context["page"])


def test_qualification_of_another_body_is_added_once(client, ministry):
    url = reverse("desk:rules:qualification")
    entered = {
        "code": "First-Aid",
        "title_kk": "Алғашқы көмек",
        "title_ru": "Первая помощь",
        "title_en": "First aid",
        "validity_months": 24,
    }

    assert client.post(url, entered | {"code": "ә"}).status_code == 400
    assert client.post(url, entered).url == LIST
    assert client.post(url, entered).status_code == 400

    course = Course.objects.get(code="FIRST-AID")
    assert (course.delivery, course.validity_months) == (Course.Delivery.EXTERNAL, 24)
    assert Entry.objects.get(action="compliance.qualification_made").by == ministry


def test_preview_asks_as_often_for_three_people_as_for_one(
    client, house, ministry, entries, django_assert_num_queries
):
    AppointmentFactory(establishment=house.mine, post_id=entries["post"])
    _draft, preview = drafted(client, entries)
    client.get(preview)
    with CaptureQueriesContext(connection) as asked:
        client.get(preview)
        once = len(asked)
    RuleDraft.objects.all().delete()
    for _number in range(2):
        AppointmentFactory(establishment=house.mine, post_id=entries["post"])
    _draft, preview = drafted(client, entries)

    with django_assert_num_queries(once):
        client.get(preview)
