"""A learner asks for erasure, the personnel office of her place decides, she reads it."""

from tests.browser import looking, people, walking

#: Puts a learner into the place that the facility's personnel officer looks after, and
#: gives her an answer in a lesson and a check of her own.
_SETTLE = """
import json
from datetime import date
from django.contrib.auth.models import Group
from courses.models import UnitProgress
from elearning.staff.models import Appointment, Post, Remit, StaffMember

person = StaffMember.objects.get(staff_number={number!r})
remit = Remit.objects.filter(role="facility-hr", ends_on=None).order_by("pk").first()
Appointment.objects.create(
    staff_member=person,
    establishment=remit.establishment,
    post=Post.objects.order_by("pk").first(),
    starts_on=date(2020, 1, 1),
)
step = person.enrolments.get().progress.order_by("pk").first()
step.notes = {{"block": ["a"]}}
step.save()
print(json.dumps(str(person.key)))
"""
#: Does what the worker does, unless the worker was quicker; counts the answers left.
_CARRY_OUT = """
import json
from django.utils import timezone
from courses.models import UnitProgress
from courses.retention import data_erasure

data_erasure.run_due_erasures(timezone.now())
notes = UnitProgress.objects.filter(
    enrolment__learner__staff_number={number!r}
).exclude(notes={{}})
print(json.dumps(notes.count()))
"""


def test_learner_asks_for_erasure_and_her_personnel_office_decides(
    platform, visit, enter
):
    (learner,) = people.learners(platform, 1, read=1)
    number = learner["staff_number"]
    walking.facts(platform, _SETTLE.format(number=number))

    theirs = people.as_learner(looking.listen(visit("phone", "kk")), platform, learner)
    theirs.goto("/kk/my/records/")
    assert looking.faults(theirs, "kk", "my-data") == []
    walking.press(theirs.locator("main a[href$='/my/records/erasure/']"))
    assert looking.overflow(theirs) <= 0
    assert looking.faults(theirs, "kk", "erasure-asked-for") == []
    theirs.fill("[name=reason]", "Қызметтен кетіп барамын, керегі жоқ.")
    walking.press(theirs.locator("main form button[type=submit]"))
    assert theirs.locator("main .state-awaiting").count() == 1
    assert theirs.locator("[name=reason]").count() == 0

    office = looking.listen(visit("phone", "ru"))
    enter(office, "facility-hr", "ru")
    office.goto("/ru/desk/privacy/")
    assert looking.overflow(office) <= 0
    assert looking.faults(office, "ru", "privacy-requests") == []
    walking.press(office.locator("tr", has_text=number).locator("th a"))
    assert "Қызметтен кетіп барамын" in office.locator("main").inner_text()
    assert looking.overflow(office) <= 0
    assert looking.faults(office, "ru", "privacy-request") == []
    office.check("[name=decision][value=confirm]")
    office.fill("[name=reason]", "Сведения не нужны.")
    walking.press(office.locator("main form button[type=submit]"))
    assert office.locator("main :is(.state-in-progress, .state-completed)").count() == 1

    assert walking.facts(platform, _CARRY_OUT.format(number=number)) == 0

    theirs.goto("/kk/my/records/erasure/")
    assert theirs.locator("main .state-completed").count() == 1
    assert "Сведения не нужны." in theirs.locator("main").inner_text()
    assert looking.overflow(theirs) <= 0
    assert looking.faults(theirs, "kk", "erasure-done") == []


def test_personnel_office_sees_what_is_kept_for_how_long(platform, visit, enter):
    for size, language in (("phone", "ru"), ("desk", "kk")):
        page = looking.listen(visit(size, language))
        enter(page, "facility-hr", language)
        for address, name in (
            ("", "retention"),
            ("report/", "retention-report"),
            ("report/export/", "retention-export"),
            ("holds/", "retention-holds"),
        ):
            page.goto(f"/{language}/desk/retention/{address}")
            assert looking.overflow(page) <= 0, name
            assert looking.faults(page, language, f"{name}-{size}") == [], name
