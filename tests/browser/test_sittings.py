"""Sittings in a browser: planned, opened by a code, minutes for a lost link; no script needed."""

import re

import pytest

from tests.browser import looking, people, walking

_PAGES = {
    "trainer": {
        "find": "desk/exams/",
        "learner": "desk/exams/learners/{person}/",
        "further": "desk/exams/learners/{person}/further/{enrolment}/",
        "extra-time": "desk/exams/people/{person}/extra-time/",
        "end-extra-time": "desk/exams/people/{person}/extra-time/{extra}/end/",
    },
    "facility-hr": {
        "plan": "desk/exams/sittings/plan/",
        "cancel": "desk/exams/sittings/{sitting}/cancel/",
        "move": "desk/exams/sittings/{later}/move/",
        "pass-on": "desk/exams/sittings/{sitting}/pass-on/",
    },
    "invigilator": {
        "sittings": "desk/exams/sittings/",
        "sitting": "desk/exams/sittings/{sitting}/",
        "minutes": "desk/exams/sittings/{sitting}/attempts/{attempt}/minutes/",
    },
}
#: Two learners of the invigilator's prison: one writes in a sitting, one has still to start.
_MAKE = """
import json
from datetime import timedelta
from django.utils import timezone
from courses.assessment.attempts import extra_time, attempt_start, attempt_timeline
from courses.assessment.models import Attempt
from courses.assessment.sittings import access_codes, sitting_schedule
from courses.models import Course, Enrolment
from elearning.accounts.models import User
from elearning.staff.appointments import AppointmentTerms, create_appointment
from elearning.staff.models import Establishment, Post

now = timezone.now()
place = Establishment.objects.get(code="north-n2")
trainer = User.objects.get(staff_number="100002")
writing, starting = (Enrolment.objects.get(key=key) for key in {keys!r})
for enrolment in (writing, starting):
    create_appointment(
        enrolment.learner,
        AppointmentTerms(place, Post.objects.first(), now.date()),
        by=None,
    )
here = sitting_schedule.plan_sitting(
    Course.objects.get(code="C1"), place, opens_at=now - timedelta(hours=1),
    closes_at=now + timedelta(hours=3), invigilator=User.objects.get(staff_number="100005"),
    by=User.objects.get(staff_number="100006"), at=now,
)
extra = extra_time.grant_extra_time(
    writing.learner,
    extra_time.ExtraTimeTerms(timezone.localdate(), timezone.localdate(), percent=25),
    reason="Шешім № 12", by=trainer,
)
attempt = attempt_start.start_attempt(
    writing, at=now, by=writing.learner.user, language="kk",
    code=access_codes.format_sitting_code(here)
)
attempt_timeline.record_connection_loss(attempt, 90, at=now + timedelta(minutes=2))
later = sitting_schedule.plan_sitting(
    Course.objects.get(code="C1"), place, opens_at=now + timedelta(days=1),
    closes_at=now + timedelta(days=1, hours=3),
    invigilator=User.objects.get(staff_number="100005"),
    by=User.objects.get(staff_number="100006"), at=now,
)
print(json.dumps({{
    "sitting": str(here.key),
    "later": str(later.key),
    "code": access_codes.format_sitting_code(here),
    "attempt": str(attempt.key),
    "person": str(writing.learner.key),
    "enrolment": str(writing.key),
    "extra": extra.pk,
}}))
"""


@pytest.fixture(scope="module")
def learners(platform):
    return people.learners(platform, 2, read=2)


@pytest.fixture(scope="module")
def facts(platform, learners):
    keys = [learner["enrolment"] for learner in learners]
    return walking.facts(platform, _MAKE.format(keys=keys))


@pytest.mark.parametrize("look", [("phone", "kk"), ("desk", "ru"), ("phone", "en")])
def test_pages_have_no_fault(visit, enter, facts, look):
    size, language = look
    found = {}
    for role, pages in _PAGES.items():
        page = looking.listen(visit(size, language))
        enter(page, role, language)
        for name, path in pages.items():
            answer = page.goto(f"/{language}/{path.format(**facts)}")
            wrong = looking.faults(page, language, f"exams-{size}-{language}-{name}")
            if answer.status != 200:
                wrong.append(f"answers {answer.status}")
            if wide := looking.overflow(page):
                wrong.append(f"{wide} px too wide at 320 px")
            if wrong:
                found[name] = wrong
    assert not found


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("trainer", "extra-time"),
        ("facility-hr", "plan"),
        ("facility-hr", "move"),
        ("invigilator", "sitting"),
    ],
)
def test_pages_are_walked_by_keyboard(visit, enter, facts, role, name):
    page = visit("phone", "kk")
    enter(page, role, "kk")
    page.goto(f"/kk/{_PAGES[role][name].format(**facts)}")

    reached, hidden = looking.walk(page)

    fields = page.locator("main :is(input, select, textarea, button):visible").count()
    assert len(reached) >= fields
    assert not [here for here in hidden if not _is_seen(here)]


def test_a_code_opens_the_exam_without_script(visit, platform, learners, facts):
    page = looking.listen(visit("phone", "kk", java_script_enabled=False))
    people.as_learner(page, platform, learners[1])
    page.goto(f"/kk/exams/{learners[1]['enrolment']}/")

    page.fill("[name=code]", "AAA-AAA")
    walking.press(page.locator("main form button[type=submit]").last)
    assert page.locator(".error-summary").count() == 1
    page.fill("[name=code]", facts["code"].lower())
    walking.press(page.locator("main form button[type=submit]").last)

    assert page.locator("form.question").count() == 1


def test_minutes_given_in_the_room_reach_the_candidate(
    visit, enter, platform, learners, facts
):
    room = looking.listen(visit("desk", "kk"))
    enter(room, "invigilator", "kk")
    room.goto(f"/kk/{_PAGES['invigilator']['minutes'].format(**facts)}")
    room.fill("[name=minutes]", "7")
    room.fill("[name=reason]", "Желі үзілді")
    walking.press(room.locator("main form.form button[type=submit]"))
    assert room.url.endswith(f"/sittings/{facts['sitting']}/")

    page = looking.listen(visit("desk", "kk"))
    people.as_learner(page, platform, learners[0])
    page.goto(f"/kk/exams/{learners[0]['enrolment']}/")
    assert "Желі үзілді" in page.inner_text("main")
    walking.press(page.locator("main form button"))
    assert looking.faults(page, "kk", "exams-desk-kk-moving") == []
    page.fill("[name=code]", facts["code"])  # of the room, not of the exam
    walking.press(page.locator("main form button"))
    assert page.locator(".error-summary").count() == 1
    page.said.clear()  # that the code was refused
    row = room.locator("main .rows .row", has_text=learners[0]["staff_number"])
    (code,) = re.findall(r"\b\w{3}-\w{3}\b", row.inner_text())
    page.fill("[name=code]", code.lower())
    walking.press(page.locator("main form button"))

    assert "17" in page.inner_text(".exam-bar")  # ten of her own, seven for the link
    assert looking.faults(page, "kk", "exams-desk-kk-writing") == []
    room.reload()
    assert row.get_by_text("Басқа құрылғыда жалғастырылды").count() == 1
    assert code not in row.inner_text()
    assert looking.faults(room, "kk", "exams-desk-kk-moved") == []


def _is_seen(here):
    """Tell whether a focus is seen after all, if not as `looking` asks.

    The parts of a day and of a time draw their own ring, and a box for long texts may end
    below the window while its caret is in it.
    """
    parted = 'type="date"' in here["what"] or 'type="time"' in here["what"]
    is_long = "<textarea" in here["what"]
    return here["free"] and (parted or (is_long and here["seen"]))
