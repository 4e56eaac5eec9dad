"""More learners than the demonstration has, each already signed in."""

from urllib.parse import urlsplit

from tests.browser import walking

PASSWORD = "көктем-жаңбыры-58"
#: Of the second step of trainers.
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

_MAKE = """
import json
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from courses import progress
from courses.enrolment import enrol_learner
from courses.models import Course
from elearning.accounts import activation_codes, second_factor
from elearning.staff.staff_accounts import create_staff_account
from elearning.staff.models import StaffMember

def learner(number, read):
    person = StaffMember.objects.create(
        staff_number=str(number),
        family_name="Сыншы",
        given_name="Айсұлу",
        language={language!r},
    )
    code = activation_codes.issue_code(create_staff_account(person, by=None), by=None)
    user = activation_codes.redeem_code(code, {password!r})
    enrolment = enrol_learner(person, Course.objects.get(code={course!r}), by=user)
    for step in enrolment.edition.steps:
        if read and step.version.unit.kind == "lesson":
            progress.finish_unit(enrolment, step.version.unit, language={language!r})
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    (session[BACKEND_SESSION_KEY],) = settings.AUTHENTICATION_BACKENDS
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    second_factor.record_verified_session(session, user)  # some are promoted
    session.create()
    return {{
        "staff_number": person.staff_number,
        "name": person.short_name,
        "enrolment": str(enrolment.key),
        "session": session.session_key,
    }}

first = 900001 + StaffMember.objects.filter(staff_number__startswith="9").count()
print(json.dumps([learner(first + i, i < {read}) for i in range({count})]))
"""


def learners(platform, count, *, read=0, course="C1", language="kk"):
    """Make learners on a course; the first ``read`` of them have done all its lessons."""
    program = _MAKE.format(
        password=PASSWORD, read=read, count=count, course=course, language=language
    )
    return walking.facts(platform, program)


#: Makes somebody a trainer of everywhere, whose second step is done.
_PROMOTE = """
import json
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group
from django.utils import timezone
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.staff.models import Establishment
from elearning.staff.remit_grants import grant_remit

place = Establishment.objects.get(code="kuis")
for number in {numbers!r}:
    user = User.objects.get(staff_number=number)
    user.groups.add(Group.objects.get(name=Role.TRAINER))
    grant_remit(user, Role.TRAINER, place, starts_on=timezone.localdate(), by=None)
    TOTP.activate(user, {secret!r})
print(json.dumps(True))
"""


def trainers(platform, count, *, language="kk"):
    """Make trainers of everywhere, whose second step has ``SECRET``."""
    made = learners(platform, count, language=language)
    numbers = [one["staff_number"] for one in made]
    walking.facts(platform, _PROMOTE.format(numbers=numbers, secret=SECRET))
    return made


def as_learner(page, platform, learner):
    """Give the browser of ``page`` the session of ``learner``."""
    cookie = {"name": "sessionid", "value": learner["session"], "httpOnly": True}
    host = urlsplit(platform.url).hostname
    page.context.add_cookies([cookie | {"domain": host, "path": "/"}])
    return page
