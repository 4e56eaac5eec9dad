"""A course from its first lesson to its certificate, in each language."""

import pytest

from tests.browser import looking, walking
from tests.browser.people import as_learner, learners

_UNTRANSLATED = """
import json
from courses.enrolment import enrol
from elearning.staff.models import StaffMember
from tests.factories.content import CoursePages, text_block
pages = CoursePages(code="UNTRANSLATED", lessons=[])
pages.lesson("l1", [text_block("l1", "Тек қазақша және орысша.")], ("kk", "ru"))
pages.release()
learner = StaffMember.objects.get(staff_number="{number}")
enrol(learner, pages.course, by=learner.user)
print(json.dumps(pages.course.slug))
"""


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_an_officer_earns_a_certificate_in_her_language(platform, visit, language):
    [learner] = learners(platform, 1, course="C3-A", language=language)
    page = as_learner(visit("phone", language), platform, learner)

    assert walking.read_lessons(page, "c3-a", language) == 3
    page.goto(f"/{language}/my/")
    page.locator(".next-step a.button").first.click()
    walking.sit_exam(page, walking.right_answers(platform, "C3-A"))

    assert page.locator(".result-passed").count() == 1
    assert page.get_attribute("html", "lang") == language
    assert "C3-A" in page.locator(".certificate").inner_text()
    assert page.foreign == []


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_switching_the_language_keeps_the_page_and_its_address_can_be_shared(
    platform, visit, size
):
    [learner] = learners(platform, 1)
    page = as_learner(looking.listen(visit(size, "kk")), platform, learner)
    page.goto("/kk/my/")
    steps = page.locator(".next-step a.button").count()

    page.get_by_role("link", name="Русский").first.click()
    page.wait_for_url("**/ru/my/")

    assert page.get_attribute("html", "lang") == "ru"
    assert page.locator(".next-step a.button").count() == steps == 1
    assert looking.faults(page, "ru", f"my-{size}-switched") == []
    shared = as_learner(visit(size, "kk"), platform, learner)
    shared.goto(page.url)
    assert shared.locator("h1").inner_text() == page.locator("h1").inner_text()


def test_lesson_missing_in_a_language_is_shown_in_another_and_says_so(platform, visit):
    [learner] = learners(platform, 1, language="en")
    slug = walking.facts(platform, _UNTRANSLATED.format(number=learner["staff_number"]))
    page = as_learner(looking.listen(visit("phone", "en")), platform, learner)

    page.goto(f"/en/courses/{slug}/l1/")

    assert page.locator(".fallback-note").inner_text().startswith("Not yet in your")
    assert page.locator(".prose").first.get_attribute("lang") == "kk"
    assert page.locator("h1").get_attribute("lang") == "kk"
    assert looking.faults(page, "en", "lesson-untranslated") == []
