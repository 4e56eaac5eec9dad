"""Steps that several journeys share."""

import json
import re

#: Prints the right choices of every released question: question's choice ids that are right.
_KEY = (
    "import json; from courses.assessment.models import QuestionVersion; "
    "print(json.dumps([str(c) for q in QuestionVersion.objects.all() for c in q.correct]))"
)


def facts(platform, program):
    """Run a program in the installation and return the JSON of its last line."""
    printed = platform.manage("shell", "--no-imports", "-c", program)
    return json.loads(printed.strip().splitlines()[-1])


def right_choices(platform):
    """Return the ids of all right choices, read from the installation's own rows."""
    return set(facts(platform, _KEY))


def activate(page, code, password, language):
    """Turn a letter's code into a session."""
    page.goto(f"/{language}/account/activate/")
    page.fill("[name=code]", code)
    page.click("main button[type=submit]")
    page.fill("[name=password]", password)
    page.fill("[name=repeated]", password)
    page.click("main button[type=submit]")
    page.wait_for_url("**/my/")


def read_lessons(page, course, language):
    """Read every lesson of ``course`` to its end, play its scenarios, and return how many."""
    page.goto(f"/{language}/courses/{course}/")
    join = page.locator("form[action$='/join/'] button")
    if join.count():
        join.first.click()
    page.goto(f"/{language}/courses/{course}/")
    lessons = page.eval_on_selector_all(
        f"main a[href*='/courses/{course}/']",
        "links => links.map(link => link.pathname)",
    )
    lessons = list(dict.fromkeys(path for path in lessons if path.count("/") == 5))
    for path in lessons:
        page.goto(path)
        if page.locator("section.scenario").count():
            play(page)
        page.locator("form:has([name=action][value=done]) button").click()
    return len(lessons)


def play(page):
    """Choose the second option at every fork until the scenario ends."""
    while (
        choices := page.locator("section.scenario form.check [name=choice]")
    ).count():
        choices.nth(min(1, choices.count() - 1)).check()
        page.locator("section.scenario form.check button").click()


def answer(page, right):
    """Answer the question on the page as the key says, and go on."""
    for box in page.locator("form.question [name=choice]").all():
        if box.get_attribute("value") in right:
            box.check()
    page.locator("[data-saved]:visible").wait_for()
    page.locator("form.question .actions button").first.click()


def sit_exam(page, right):
    """Take the exam that is open on the page, hand it in and wait for the result."""
    page.locator("main form button").last.click()
    page.wait_for_selector("form.question")
    while page.locator("form.question").count():
        number = page.locator("[data-page]").get_attribute("data-page")
        answer(page, right)
        page.wait_for_function(
            "number => !document.querySelector(`[data-page='${number}']`)", arg=number
        )
        page.wait_for_load_state()
    page.locator("main .actions a").first.click()
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile("/results?/"))
