"""Publishing is not release: who reads which edition, and what an exam notices."""

from tests.browser import walking
from tests.browser.conftest import own_installation

LESSON = "l1-1"
LEARNERS = """
import json
from courses.enrolment import enrol_learner
from courses.models import Course
from courses.progress import finish_unit
from elearning.accounts.account_lifecycle import create_account
from elearning.staff.models import StaffMember
course = Course.objects.get(slug='c1')
people = []
for number in ('700001', '700002', '700003'):
    user = create_account(number, by=None)
    user.set_password('{password}')
    user.save()
    people.append(StaffMember.objects.create(
        staff_number=number, family_name='Сынақов', given_name='Сынақ', user=user))
reader, candidate = people[:2]
enrol_learner(reader, course, by=None)
sitting = enrol_learner(candidate, course, by=None)
for entry in sitting.edition.steps[:-1]:
    finish_unit(sitting, entry.version.unit, language='kk')
print(json.dumps([person.staff_number for person in people]))
"""
PAGES = """
import json
from content.models import LessonPage
print(json.dumps({page.locale.language_code: page.pk for page in LessonPage.objects.filter(
    slug='l1-1', url_path__contains='/c1/').select_related('locale')}))
"""
PASSWORD = "тұнық-бұлақ-48"

platform, _sessions = own_installation("editions")


def sign_in(page, staff_number):
    page.goto("/kk/account/login/")
    page.fill("[name=login]", staff_number)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/my/")


def publish(trainer, page_id, summary):
    """Change the summary of a lesson in the studio and publish it."""
    trainer.goto(f"/studio/pages/{page_id}/edit/")
    trainer.fill("[name=summary]", summary)
    trainer.locator(
        "footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle"
    ).first.click()
    trainer.locator("[name=action-publish]").click()
    trainer.wait_for_url(lambda url: "/edit/" not in url)


def review(reviewer):
    """Pass the safeguard review of what waits: yes to all, each with a reason."""
    reviewer.goto("/ru/desk/reviews/")
    reviewer.locator("main .rows a").first.click()
    for row in reviewer.locator("main form .panel").all():
        row.locator("label:has([value=yes])").click()
        row.locator("textarea").fill("Проверено.")
    reviewer.locator("main form button:not([name])").click()
    reviewer.wait_for_url("**/desk/reviews/")


def lead_of(page):
    page.goto(f"/kk/courses/c1/{LESSON}/")
    return page.locator(".reading-head .lead-text").inner_text()


def test_a_release_reaches_new_learners_and_nobody_else(platform, visit, enter):
    program = LEARNERS.format(password=PASSWORD)
    before, candidate, newcomer = walking.facts(platform, program)
    pages = walking.facts(platform, PAGES)

    reader = visit("phone", "kk")
    sign_in(reader, before)
    old_lead = lead_of(reader)
    exam = visit("phone", "kk")
    sign_in(exam, candidate)
    exam.locator(".next-step .button").click()
    exam.locator("main form button").last.click()
    exam.wait_for_selector("form.question")
    asked = exam.locator("form.question h1").inner_text()

    trainer = visit("desk", "ru")
    enter(trainer, "trainer", "ru")
    publish(
        trainer, pages["kk"], "Жаңа кіріспе: азаптауға тыйым ешқашан тоқтатылмайды."
    )
    assert lead_of(reader) == old_lead

    reviewer = visit("desk", "ru")
    enter(reviewer, "safeguard-reviewer", "ru")
    reviewer.goto("/ru/desk/release/c1/")
    assert reviewer.locator("form.form button").count() == 0
    assert reviewer.locator("#missing + ul li").count() == 1  # Russian lags behind

    publish(
        trainer, pages["ru"], "Новое вступление: запрет пыток не приостанавливается."
    )
    trainer.goto("/ru/desk/release/c1/")
    assert (
        trainer.locator("form.form button").count() == 0
    )  # no author releases her own text
    colleague = visit("desk", "ru")
    enter(colleague, "trainer-2", "ru")
    colleague.goto("/ru/desk/release/c1/")
    colleague.locator("form[action$='/approve/'] button").click()
    review(reviewer)
    reviewer.goto("/ru/desk/release/c1/")
    reviewer.locator("form.form:not([action]) button").click()
    reviewer.wait_for_url("**/desk/release/")

    assert lead_of(reader) == old_lead
    exam.reload()
    assert exam.locator("form.question h1").inner_text() == asked
    walking.answer(exam, walking.right_answers(platform))
    assert exam.locator("[data-failed]:visible, [data-refused]:visible").count() == 0

    fresh = visit("phone", "kk")
    sign_in(fresh, newcomer)
    fresh.goto("/kk/courses/c1/")
    fresh.locator("form[action$='/join/'] button").first.click()
    assert lead_of(fresh) == "Жаңа кіріспе: азаптауға тыйым ешқашан тоқтатылмайды."
