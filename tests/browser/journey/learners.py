"""A learner of an establishment before her journey: nothing done, a code in a letter."""

from tests.browser import walking

#: A course of two lessons, one with a film, one that nobody has put into English yet.
_COURSE = """
import json
from courses.models import Course
from tests.factories import films
from tests.factories.content import CoursePages, text_block
if not Course.objects.filter(code="JOURNEY").exists():
    pages = CoursePages(code="JOURNEY", lessons=[])
    film = films.document(bytes(3_000_000), "journey.mp4")
    pages.lesson("l1", [text_block("j1"), films.film_block(film, "j-film")])
    pages.lesson("l2", [text_block("j2", "Тек қазақша және орысша.")], ("kk", "ru"))
    pages.release()
print(json.dumps("journey"))
"""
#: Takes up a post in a prison, is asked for C1, has extra time, and gets a letter.
_ARRIVE = """
import json
from datetime import timedelta
from django.utils import timezone
from content.demo.demo_accounts import get_demo_user
from courses.assessment.attempts import extra_time
from courses.assessment.sittings import access_codes, sitting_schedule
from courses.compliance.course_assignment import assign_due_courses
from courses.models import Course
from elearning.accounts import activation_codes
from elearning.accounts.roles import Role
from elearning.staff.staff_accounts import create_staff_account
from elearning.staff.appointments import AppointmentTerms, create_appointment
from elearning.staff.models import Establishment, Post, StaffMember
from elearning.staff.remit_grants import grant_remit

now, today = timezone.now(), timezone.localdate()
place = Establishment.objects.get(code={place!r})
count = StaffMember.objects.filter(staff_number__startswith="97").count()
person = StaffMember.objects.create(
    staff_number=str(970001 + count), family_name="Жолаушы", given_name="Ақбота",
    language="kk",
)
create_appointment(
    person,
    AppointmentTerms(
        place, Post.objects.get(code="pve-inspector"), today - timedelta(days=5)
    ),
    by=None,
)
code = activation_codes.issue_code(create_staff_account(person, by=None), by=None)
assign_due_courses(now)
enrolment = person.enrolments.get(course__code="C1")
extra_time.grant_extra_time(
    person, extra_time.ExtraTimeTerms(today, today, percent=25), reason="Шешім № 12",
    by=get_demo_user("trainer"),
)
room = get_demo_user("invigilator")
grant_remit(room, Role.INVIGILATOR, place, starts_on=today, by=None)
sitting = sitting_schedule.plan_sitting(
    Course.objects.get(code="C1"), place, opens_at=now - timedelta(hours=1),
    closes_at=now + timedelta(hours=3), invigilator=room, by=get_demo_user("ministry-hr"),
    at=now,
)
print(json.dumps({{
    "staff_number": person.staff_number, "name": person.short_name,
    "family_name": person.family_name, "printed": "Жолаушы Ақбота",
    "key": str(person.key), "enrolment": str(enrolment.key), "letter": code,
    "room": access_codes.format_sitting_code(sitting),
}}))
"""
#: What the record holds of her lessons, and of what her phone sent.
_RECORD = """
import json
from content.offline.models import KeptAct
from courses.assessment.models import PracticeAnswer
from courses.models import Enrolment
enrolment = Enrolment.objects.get(key={key!r})
rows = enrolment.progress.exclude(unit__kind="course").select_related("unit")
print(json.dumps({{
    "notes": {{row.unit.slug: row.notes for row in rows}},
    "done": sorted(row.unit.slug for row in rows if row.finished_at),
    "practised": PracticeAnswer.objects.filter(enrolment=enrolment).count(),
    "acts": KeptAct.objects.filter(enrolment=enrolment).count(),
}}))
"""
_CLAIM = """
import json
from courses.certificates.qr_claims.claim_codec import build_signed_claim
from courses.certificates.models import Certificate
print(json.dumps(build_signed_claim(Certificate.objects.get(number={number!r}))))
"""


def arrive(platform, place):
    """Make a learner of ``place`` whose exam is open there; return what her papers say."""
    walking.facts(platform, _COURSE)
    return walking.facts(platform, _ARRIVE.format(place=place))


def record(platform, learner):
    """Return what is kept of her course C1."""
    return walking.facts(platform, _RECORD.format(key=learner["enrolment"]))


def claim(platform, number):
    """Return what the square code of a certificate says."""
    return walking.facts(platform, _CLAIM.format(number=number))
