"""What people are told: the list of notices, the letter, the manager's people and digest."""

from email import message_from_bytes
from email.policy import default

import pytest

from tests.browser import looking, people, walking

#: A manager with two people who are late or soon due; both are told, and get a letter.
_TELL = """
import json
from datetime import timedelta
from django.utils import timezone
from courses.compliance.reminders import reminder_notices
from courses.enrolment import enrol_learner
from courses.models import Course
from elearning.notices.models import Notice
from elearning.staff.models import (
    Appointment, Establishment, Post, Reporting, StaffMember
)

at, today = timezone.now(), timezone.localdate()
place = Establishment.get_first_root_node()
post = Post.objects.order_by("code").first()
people = [StaffMember.objects.get(staff_number=one) for one in {numbers!r}]
for person in people:
    Appointment.objects.create(
        staff_member=person, establishment=place, post=post, starts_on=today
    )
manager, *reports = people
for person, days in zip(reports, (7, -3), strict=True):
    Reporting.objects.create(staff_member=person, manager=manager, starts_on=today)
    enrol_learner(
        person, Course.objects.get(code="C2"), by=None,
        due=today + timedelta(days=days), at=at - timedelta(days=40),
    )

def tell(person, kind, key, url, days_ago, context):
    Notice.objects.create(
        user=person.user, kind=kind, key=key, context=context, url=url,
        created_at=at - timedelta(days=days_ago), mailed_at=at,
    )

plan = {{"code": "C1", "minutes": 240, "due_on": today + timedelta(days=7)}}
for person in people:
    tell(person, reminder_notices.ASSIGNED, "w1", "/courses/c1/", 40, plan | {{"days": 47}})
    tell(person, "certificate-issued", "w5", "/my/certificates/", 8, {{
        "code": "C4", "expires_on": today + timedelta(days=357)}})
    tell(person, reminder_notices.LATE, "w4", "/courses/c2/", 3, plan | {{
        "code": "C2", "days": -3, "due_on": today - timedelta(days=3),
        "state": "grace", "grace_until": today + timedelta(days=11)}})
    tell(person, reminder_notices.UPDATE_DUE, "w3", "/my/", 2, plan | {{
        "code": "C3", "minutes": 20, "days": 7}})
    tell(person, reminder_notices.DUE, "w2", "/courses/c1/", 1, plan | {{"days": 7}})
tell(manager, reminder_notices.PEOPLE_DUE, "w6", "/my/people/", 0, {{
    "soon": {{"C1": 1}}, "today": {{}}, "late": {{"C2": 1}}}})
print(json.dumps(True))
"""
#: Sends one person a letter with her notices.
_LETTER = """
import json
from elearning.notices import notice_mail
from elearning.staff.models import StaffMember

user = StaffMember.objects.get(staff_number="{number}").user
user.email = "{number}@example.kz"
notice_mail._mail(user, list(user.notices.order_by("-id")))
print(json.dumps(True))
"""


def letter_to(platform, number):
    """Have a letter sent, and return it as plain text and as HTML."""
    walking.facts(platform, _LETTER.format(number=number))
    for file in (platform.folder / "mail").glob("*.log"):
        letter = message_from_bytes(file.read_bytes(), policy=default)
        if letter["To"] == f"{number}@example.kz":
            parts = (letter.get_body([kind]) for kind in ("plain", "html"))
            return [part.get_content() for part in parts]
    raise AssertionError(number)


def wrong_on(page, language, name):
    """What is wrong with the open page; a picture of it is kept, light and dark."""
    found = looking.faults(page, language, f"messages-{name}")
    if wide := looking.overflow(page):
        found.append(f"{wide} px too wide at 320 px")
    return found


@pytest.mark.parametrize("look", [("phone", "kk"), ("desk", "ru")])
def test_a_manager_reads_her_messages_and_looks_at_her_people(visit, platform, look):
    size, language = look
    made = people.learners(platform, 3, language=language)
    numbers = [one["staff_number"] for one in made]
    assert walking.facts(platform, _TELL.format(numbers=numbers))

    page = looking.listen(people.as_learner(visit(size, language), platform, made[0]))
    page.goto(f"/{language}/notices/")
    assert page.locator("main .row").count() == 6
    assert wrong_on(page, language, f"{size}-{language}-notices") == []
    walking.press(page.locator("main .row a").first)
    assert page.url.endswith(f"/{language}/my/people/")
    assert page.locator("main tbody").count() == 2
    assert wrong_on(page, language, f"{size}-{language}-people") == []
    page.goto(f"/{language}/notices/")
    walking.press(page.locator("main form button", has=page.locator("svg")).first)
    assert page.locator("main form").count() == 0
    assert wrong_on(page, language, f"{size}-{language}-read") == []

    plain, letter = letter_to(platform, numbers[0])
    assert plain.count("/notices/") == 7
    post = looking.listen(visit(size, language))  # no page's policy forbids its style
    post.set_content(letter)
    assert wrong_on(post, language, f"{size}-{language}-letter") == []
