"""A course in a classroom, from the plan of its session to the pass of who was there."""

import pytest

from tests.browser import looking, people, walking

#: A classroom course that a position of three people at the officer's prison has to hold.
_MAKE = """
import json
from datetime import timedelta
from decimal import Decimal
from django.utils import timezone
from courses.compliance.models import Requirement
from courses.compliance.pageless_courses import create_classroom_course
from elearning.staff.appointments import AppointmentTerms, create_appointment
from elearning.staff.models import Establishment, Post, StaffMember

today = timezone.localdate()
titles = {{"kk": "Алғашқы көмек: практика", "ru": "Первая помощь: практика",
           "en": "First aid: practice"}}
course = create_classroom_course(
    "WALK-FIRST", titles, titles, hours=Decimal(3), validity_months=12, by=None
)
post = Post.objects.create(
    code="walk-post",
    titles={{"kk": "кезекші", "ru": "дежурный", "en": "duty officer"}},
)
Requirement.objects.create(post=post, course=course, months=12, starts_on=today)
place = Establishment.objects.get(code="north-n2")
for number in {numbers!r}:
    person = StaffMember.objects.get(staff_number=number)
    create_appointment(person, AppointmentTerms(place, post, today), by=None)
print(json.dumps({{"course": course.pk}}))
"""
#: Has the session been yesterday.
_PASS_BY = """
import json
from datetime import timedelta
from courses.classroom.models import Session
from courses.classroom.session_schedule import create_session_days
session = Session.objects.get(course__code="WALK-FIRST")
back = timedelta(days=3)
days = [(day.starts_at - back, day.ends_at - back) for day in session.days]
session.timetable += 1
session.starts_at, session.ends_at = days[0][0], days[-1][1]
session.save()
create_session_days(session, days)
print(json.dumps(str(session.key)))
"""
_SOON = """
import json
from datetime import timedelta
from django.utils import timezone
print(json.dumps(str(timezone.localdate() + timedelta(days=2))))
"""


@pytest.fixture(scope="module")
def learners(platform):
    made = people.learners(platform, 3, language="kk")
    numbers = [one["staff_number"] for one in made]
    walking.facts(platform, _MAKE.format(numbers=numbers))
    return made


def wrong_on(page, language, name):
    """What is wrong with the open page; a picture of it is kept, light and dark."""
    found = looking.faults(page, language, f"classroom-{name}")
    if wide := looking.overflow(page):
        found.append(f"{wide} px too wide at 320 px")
    return {name: found} if found else {}


def say_purpose(page):
    """Say what the names are needed for."""
    page.fill("[name=purpose]", "Оқу тобын құру")
    walking.press(page.locator("main form button[type=submit]").first)


def plan(hr, soon):
    """Plan a session with two seats, after a form that is refused."""
    hr.goto("/ru/desk/sessions/")
    faults = wrong_on(hr, "ru", "list")
    walking.press(hr.locator("main .actions a").first)
    faults |= wrong_on(hr, "ru", "plan")
    walking.press(hr.locator("main form button[type=submit]"))
    assert hr.locator(".error-summary").count() == 1
    faults |= wrong_on(hr, "ru", "plan-refused")
    hr.select_option("[name=course]", "WALK-FIRST")
    hr.select_option("[name=establishment]", "north-n2")
    hr.fill("[name=day-0-on]", soon)
    hr.fill("[name=day-0-begins]", "09:00")
    hr.fill("[name=day-0-ends]", "12:00")
    hr.fill("[name=seats]", "2")
    hr.fill("[name=room]", "каб. 12")
    hr.check("[name=may_ask]")
    walking.press(hr.locator("main form button[type=submit]"))
    say_purpose(hr)
    return faults | wrong_on(hr, "ru", "session-empty")


def fill(hr, learners):
    """Register two who need the course and a third by number, who waits then."""
    walking.press(hr.locator("main .actions a").first)
    offered = hr.locator("[name=person]")
    assert offered.count() == 3
    faults = wrong_on(hr, "ru", "register")
    numbers = [one["staff_number"] for one in learners]
    for number in numbers[:2]:
        hr.locator(f".choice:has-text('{number}') input").check()
    hr.fill("[name=numbers]", numbers[2])
    walking.press(hr.locator("main form button[type=submit]"))
    assert hr.locator("main ul.rows > li").count() == 3
    faults |= wrong_on(hr, "ru", "session")
    url = hr.url
    for name in ("change", "cancel"):
        hr.goto(f"{url}{name}/")
        faults |= wrong_on(hr, "ru", name)
    hr.goto(url)
    walking.press(hr.locator("main ul.rows li a").first)
    faults |= wrong_on(hr, "ru", "leave")
    hr.goto(url)
    return faults


def look_at_mine(page, waits):
    """See the seat on a phone and take the dates along; another one sees her place."""
    page.goto("/kk/my/")
    faults = wrong_on(page, "kk", "training")
    with page.expect_download() as download:
        page.locator("section:has(#classroom) a[download]").click()
    assert download.value.suggested_filename == "session-WALK-FIRST.ics"
    walking.press(page.locator("section:has(#classroom) a[href*='/sessions/']").first)
    faults |= wrong_on(page, "kk", "mine")
    waits.goto("/kk/my/sessions/")
    faults |= wrong_on(waits, "kk", "mine-list")
    walking.press(waits.locator("main h2 a:has-text('WALK-FIRST')"))
    return faults | wrong_on(waits, "kk", "waiting")


def close(hr, ministry):
    """Note who was there, and have a second person close it on her phone."""
    url = hr.url
    walking.press(hr.locator("main .actions a").first)
    faults = wrong_on(hr, "ru", "attendance")
    walking.press(hr.locator("main form button[type=submit]"))
    hr.goto(f"{url}close/")
    assert hr.locator("main form").count() == 0  # she noted it herself
    faults |= wrong_on(hr, "ru", "close-refused")
    ministry.goto(f"{url.replace('/ru/', '/kk/')}close/")
    faults |= wrong_on(ministry, "kk", "names")
    say_purpose(ministry)
    faults |= wrong_on(ministry, "kk", "close")
    walking.press(ministry.locator("main form button[type=submit]"))
    faults |= wrong_on(ministry, "kk", "closed")
    ministry.goto("/kk/desk/sessions/?state=closed")
    faults |= wrong_on(ministry, "kk", "list-closed")
    ministry.goto("/kk/desk/sessions/courses/add/")
    return faults | wrong_on(ministry, "kk", "course")


def test_a_session_is_planned_filled_noted_and_closed(visit, enter, platform, learners):
    hr, ministry = looking.listen(visit("desk", "ru")), looking.listen(visit("phone"))
    page, waits = (looking.listen(visit("phone")) for _n in range(2))
    enter(hr, "facility-hr", "ru")
    people.as_learner(page, platform, learners[0])
    people.as_learner(waits, platform, learners[2])

    faults = plan(hr, walking.facts(platform, _SOON))
    faults |= fill(hr, learners)
    faults |= look_at_mine(page, waits)
    walking.facts(platform, _PASS_BY)
    enter(ministry, "ministry-hr", "kk")
    hr.reload()
    faults |= close(hr, ministry)
    page.goto("/kk/my/")

    assert page.locator("section:has(#classroom) .state-valid").count() == 1
    faults |= wrong_on(page, "kk", "valid")
    page.goto("/kk/my/certificates/")
    assert "WALK-FIRST" in page.inner_text("main")
    assert faults == {}
