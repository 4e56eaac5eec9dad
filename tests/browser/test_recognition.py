"""Prior learning, equivalence, a waiver and a wrong date: entered by one, decided by another."""

import io
from datetime import date, timedelta

from PIL import Image

from tests.browser import looking, personnel, walking
from tests.browser.personnel import send, wrong_on

NUMBER = "942001"
#: A pass of the platform's own, with its certificate, whose date turns out to be wrong.
_PASS = """
import json
from datetime import timedelta
from django.utils import timezone
from courses.enrolment import enrol_learner
from courses.models import Course, Enrolment
from courses.records.completions.course_completion import record_completion
from courses.records.statements.course_statements import emit_course_completed
from elearning.staff.models import StaffMember
person = StaffMember.objects.get(staff_number={number!r})
at = timezone.now() - timedelta(days=10)
enrolment = enrol_learner(person, Course.objects.get(code="C5"), by=None, at=at)
emit_course_completed(enrolment, language="kk", at=at, score=0.9)
made = record_completion(enrolment, by=None, at=at, score=0.9, language="kk")
Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=at)
print(json.dumps({{
    "pass": made.pk, "certificate": str(made.certificates.get().key),
    "day": made.passed_on.isoformat(),
}}))
"""
_STANDS = """
import json
from django.utils import timezone
from courses.records.models import Completion
rows = Completion.objects.filter(
    learner__staff_number={number!r}, course__code="C2", superseded_by=None
)
print(json.dumps([[row.basis, row.expires_on.isoformat()] for row in rows]))
"""


def scan():
    """A photograph of a paper, as a telephone takes it."""
    file = io.BytesIO()
    Image.new("RGB", (600, 400), "white").save(file, "JPEG")
    return {"name": "scan.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def test_records_are_entered_by_one_and_decided_by_another(platform, visit, enter):
    keys = personnel.make(
        platform, "walk-recognition", "Заведующий клубом", {NUMBER: ("Төлегенова", "")}
    )
    own = walking.facts(platform, _PASS.format(number=NUMBER))
    prison = looking.listen(visit("phone", "kk"))
    enter(prison, "facility-hr", "kk")
    ministry = looking.listen(visit("desk", "ru"))
    enter(ministry, "ministry-hr", "ru")

    until = personnel.day(25)
    wrong = enter_paper(prison, keys[NUMBER], "КА 017-24", until)
    wrong += enter_paper(prison, keys[NUMBER], "КА 018-24", until, course="C3")
    assert walking.facts(platform, _STANDS.format(number=NUMBER)) == []
    wrong += decide_papers(ministry)
    found = walking.facts(platform, _STANDS.format(number=NUMBER))
    assert found == [["external", until.isoformat()]]
    wrong += credit(prison, ministry, keys[NUMBER])
    wrong += correct(prison, ministry, own, keys[NUMBER])
    wrong += exempt(prison, keys[NUMBER])
    ministry.goto("/ru/desk/records-check/")
    wrong += wrong_on(ministry, "ru", "recognition-desk-ru-check")
    assert wrong == []


def enter_paper(page, key, number, until, course="C2"):
    """Enter a certificate of another academy with its scan; the enterer cannot decide."""
    page.goto(f"/kk/desk/people/{key}/")
    walking.press(page.locator("main a[href$='/add/'][href*='/recognition/']"))
    page.evaluate("document.querySelector('main form.form').noValidate = true")
    send(page)
    wrong = wrong_on(page, "kk", "recognition-phone-kk-add-empty")
    page.select_option("[name=course]", course)
    page.fill("[name=passed_on]", f"{personnel.day(-700):%Y-%m-%d}")
    page.fill("[name=expires_on]", f"{until:%Y-%m-%d}")
    page.fill("[name=issuer]", "Қостанай академиясы")
    page.fill("[name=document_number]", number)
    page.set_input_files("[name=scan]", scan())
    wrong += wrong_on(page, "kk", "recognition-phone-kk-add")
    send(page)
    assert page.url.endswith(f"/people/{key}/")
    page.goto("/kk/desk/recognition/")
    wrong += wrong_on(page, "kk", "recognition-phone-kk-claims")
    walking.press(page.locator("main tbody tr", has_text=NUMBER).locator("a").first)
    assert page.locator("main form.form").count() == 0
    return wrong + wrong_on(page, "kk", "recognition-phone-kk-claim-own")


def decide_papers(page):
    """Confirm one paper and decline the other with a reason."""
    wrong = []
    for value, note in (("decline", "Печать неразборчива"), ("confirm", "Сверено")):
        page.goto("/ru/desk/recognition/?state=waiting")
        rows = page.locator("main tbody tr", has_text=NUMBER)
        course = "C2" if value == "confirm" else "C3"
        walking.press(rows.filter(has_text=course).locator("a").first)
        wrong += wrong_on(page, "ru", f"recognition-desk-ru-claim-{value}")
        page.check(f"[name=decision][value={value}]")
        page.fill("[name=reason]", note)
        send(page)
    page.goto("/ru/desk/recognition/")
    return wrong + wrong_on(page, "ru", "recognition-desk-ru-claims")


def credit(prison, ministry, key):
    """Enter the e-course on the Mandela Rules, and have it stand for lessons (R13)."""
    prison.goto(f"/kk/desk/recognition/people/{key}/credit/")
    prison.locator("[name=rule]").first.check()
    prison.fill("[name=issued_on]", f"{personnel.day(-60):%Y-%m-%d}")
    prison.fill("[name=document_number]", "UNODC 4471")
    wrong = wrong_on(prison, "kk", "recognition-phone-kk-credit")
    send(prison)
    ministry.goto("/ru/desk/recognition/credits/")
    wrong += wrong_on(ministry, "ru", "recognition-desk-ru-credits")
    walking.press(ministry.locator("main tbody tr", has_text=NUMBER).locator("a").first)
    ministry.check("[name=decision][value=confirm]")
    ministry.fill("[name=reason]", "Сверено с номером")
    wrong += wrong_on(ministry, "ru", "recognition-desk-ru-credit")
    send(ministry)
    return wrong


def correct(prison, ministry, own, key):
    """Correct a wrong date: seen, proposed, decided, and told by the certificate."""
    prison.goto(f"/kk/desk/recognition/passes/{own['pass']}/correct/")
    right = date.fromisoformat(own["day"]) - timedelta(days=7)
    prison.fill("[name=passed_on]", f"{right:%Y-%m-%d}")
    prison.fill("[name=reason]", "Хаттамада басқа күн")
    send(prison)
    wrong = wrong_on(prison, "kk", "recognition-phone-kk-correct-effect")
    send(prison)
    assert prison.url.endswith(f"/people/{key}/")
    ministry.goto("/ru/desk/recognition/corrections/")
    wrong += wrong_on(ministry, "ru", "recognition-desk-ru-corrections")
    walking.press(ministry.locator("main tbody tr", has_text=NUMBER).locator("a").first)
    wrong += wrong_on(ministry, "ru", "recognition-desk-ru-correction")
    ministry.check("[name=decision][value=confirm]")
    ministry.fill("[name=reason]", "Сверено с протоколом")
    send(ministry)
    ministry.goto(f"/ru/desk/certificates/{own['certificate']}/")
    assert ministry.get_by_text("Хаттамада басқа күн").count() >= 1
    wrong += wrong_on(ministry, "ru", "recognition-desk-ru-certificate")
    prison.goto(f"/kk/desk/people/{key}/")
    assert prison.get_by_text("Хаттамада басқа күн").count() >= 1
    return wrong + wrong_on(prison, "kk", "recognition-phone-kk-person")


def exempt(page, key):
    """Grant an exemption: refused without an end, then until a day, seen on the record."""
    page.goto(f"/kk/desk/people/{key}/exempt/")
    option = page.locator("[name=course] option", has_text="C4").first
    page.select_option("[name=course]", option.get_attribute("value"))
    page.select_option("[name=kind]", "waiver")
    page.fill("[name=reason]", "Курсты өзі жүргізеді")
    send(page)
    assert page.locator("main .error-summary a[href$='ends_on']").count() == 1
    wrong = wrong_on(page, "kk", "recognition-phone-kk-exempt-refused")
    page.fill("[name=ends_on]", f"{personnel.day(90):%Y-%m-%d}")
    send(page)
    assert page.locator("#exemptions").count() == 1
    walking.press(page.locator("main a[href*='/exemptions/']").first)
    return wrong + wrong_on(page, "kk", "recognition-phone-kk-exempt-end")
