"""A course from its first lesson to its certificate, in each language."""

import pytest

from tests.browser import walking
from tests.browser.people import as_learner, learners


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
