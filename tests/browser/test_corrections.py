"""A wrong key, from the proposal to the archive that proves what became of it."""

import subprocess
import sys

import pytest

from tests.browser import looking, walking

#: Six people, where no sitting binds them, write C1; one question is wrong for every second one.
_FACTS = """
import json
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from courses import progress
from courses.assessment.attempts import answer_store, attempt_start
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Sitting
from courses.enrolment import enrol_learner
from courses.models import Course
from elearning.accounts.models import User
from elearning.staff.models import StaffMember
course, now = Course.objects.get(code="C1"), timezone.now()
people = StaffMember.objects.employed(now.date()).exclude(user=None)
for one in Sitting.objects.filter(closes_at__gt=now).select_related("establishment"):
    place = one.establishment.path
    people = people.exclude(appointments__establishment__path__startswith=place)
asked, kept = None, []
for number, person in enumerate(people.order_by("-pk")[:6]):
    with transaction.atomic():  # the worker closes at once what is overdue
        at = now - timedelta(days=9 - number)
        enrolment = enrol_learner(person, course, by=None, at=at)
        for unit in progress.list_lessons_before_exam(enrolment):
            progress.finish_unit(enrolment, unit, language="kk", at=at)
        attempt = attempt_start.start_attempt(
            enrolment, at=at, by=User.objects.first(), language=["kk", "ru"][number % 2]
        )
        items = list(attempt.items.select_related("question"))
        asked = asked or next(
            item.question
            for item in items
            if item.question.type == "single" and not item.question.must_pass
        )
        choices = [one["id"] for one in asked.text("kk")[0]["choices"]]
        other = next(one for one in choices if one not in asked.key["right"])
        for item in items:
            kind, key = item.question.kind, item.question.key
            sent = kind.form(kind.solution(key))
            if item.question == asked and number % 2 == 0:
                sent = {"choice": [other]}
            answer_store.save_answer(
                attempt.key, item.position, answer_store.SentAnswer(sent, 1),
                by=attempt.enrolment.learner.user, at=at + timedelta(minutes=1))
        kept.append(attempt_marking.mark_attempt(attempt, at=at + timedelta(minutes=20)))
print(json.dumps({
    "question": asked.pk,
    "unit": str(asked.version.unit.key),
    "other": other,
    "person": str(kept[0].enrolment.learner.key),
    "attempt": str(kept[0].key),
}))
"""
_APPLY = """
from courses.assessment.corrections import regrades
from django.utils import timezone
print(regrades.apply_due_corrections(timezone.now()))
"""


@pytest.fixture(scope="module")
def facts(platform):
    return walking.facts(platform, _FACTS)


def wrong_on(page, language, name):
    """What is wrong with the open page; a picture of it is kept, light and dark."""
    found = looking.faults(page, language, f"corrections-{name}")
    if wide := looking.overflow(page):
        found.append(f"{wide} px too wide at 320 px")
    return found


def propose(page, facts, language):
    page.goto(f"/{language}/desk/corrections/questions/{facts['question']}/")
    page.check("[name=effect][value=replaced]")
    page.check(f"[name=choice][value='{facts['other']}']")
    page.fill("[name=reason]", "В ключе отмечен не тот ответ")
    walking.press(page.locator("form.form button[type=submit]").first)


@pytest.mark.parametrize(("size", "language"), [("phone", "kk"), ("desk", "ru")])
def test_effect_of_a_correction_can_be_read(visit, enter, facts, size, language):
    page = looking.listen(visit(size, language))
    enter(page, "trainer", language)

    propose(page, facts, language)

    assert page.locator("table tbody tr").count() > 0
    assert wrong_on(page, language, f"{size}-{language}-proposal") == []


def test_key_is_corrected_and_the_archive_proves_it(
    visit, enter, facts, platform, tmp_path
):
    trainer = visit("desk", "ru", java_script_enabled=False)
    enter(trainer, "trainer", "ru")
    propose(trainer, facts, "ru")
    walking.press(trainer.locator("[name=keep]"))
    address = trainer.url
    assert "/corrections/" in address

    reviewer = looking.listen(visit("phone", "kk"))
    enter(reviewer, "safeguard-reviewer", "kk")
    reviewer.goto(address.replace("/ru/", "/kk/") + "decide/")
    assert wrong_on(reviewer, "kk", "phone-kk-decision") == []
    reviewer.check("[name=decision][value=confirm]")
    reviewer.fill("[name=reason]", "Тексерілді")
    walking.press(reviewer.locator("form.form button[type=submit]"))
    walking.facts(platform, _APPLY)
    reviewer.reload()
    assert wrong_on(reviewer, "kk", "phone-kk-applied") == []

    ministry = looking.listen(visit("desk", "ru"))
    enter(ministry, "ministry-hr", "ru")
    ministry.goto(f"/ru/desk/people/{facts['person']}/attempts/")
    assert wrong_on(ministry, "ru", "desk-ru-attempts") == []
    ministry.locator("main li.row a").first.click()
    assert wrong_on(ministry, "ru", "desk-ru-evidence") == []
    ministry.fill("[name=purpose]", "Комиссия по спору")
    with ministry.expect_download() as download:
        ministry.click("main form button[type=submit]")
    pack = tmp_path / "pack.zip"
    download.value.save_as(pack)
    script = tmp_path / "verify.py"
    unpack = f"import zipfile; zipfile.ZipFile({str(pack)!r}).extract('verify.py')"
    subprocess.run([sys.executable, "-c", unpack], cwd=tmp_path, check=True)
    ran = subprocess.run(
        [sys.executable, "-I", str(script), str(pack), "--lang", "ru"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert "ВСЕ СОВПАДАЕТ" in ran.stdout
