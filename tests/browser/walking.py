"""Steps that several journeys share."""

import json
import re
import subprocess
import sys
from pathlib import Path

#: Prints, for each question of a course, its words and the right answer in words: for each
#: field what it is called, where that tells it from others, and what is chosen or typed.
_KEY = """
import json
from courses.assessment.asking.answer_text import build_author_form
from courses.assessment.models import KeyCorrection, QuestionVersion
corrected = {{one.question_id: one.keys[0] for one in KeyCorrection.objects.in_force()}}
def told(form, option):
    return option.text.partition(". ")[2] if form.listed else option.text
def right(row, text):
    given = row.kind.solution(corrected.get(row.pk, row.key))
    form = build_author_form(row, text, row.kind.form(given))
    return [
        [field.label if row.type == "matching" else "", [
            told(form, option) for option in field.options if option.is_chosen
        ] or [field.value]]
        for field in form.fields
    ]
print(json.dumps({{
    text["stem"]: right(row, text)
    for row in QuestionVersion.objects.filter(
        version__unit__course__code={course!r}
    ).order_by("pk")
    for text in row.body.values()
}}))
"""
#: What the form of a question holds, without what is no answer.
_HELD = """() => [...new FormData(document.querySelector("form.question"))].filter(
    ([name, value]) => value && !["csrfmiddlewaretoken", "sequence"].includes(name))"""


#: What a browser keeps.
_STORED = """async () => JSON.stringify([
  localStorage, sessionStorage,
  (await indexedDB.databases()).map(one => one.name), await caches.keys(),
])"""


#: Runs the programs it is sent, one a line, and answers with what each prints, or with
#: what went wrong: the next test goes on asking the same process.
_INSIDE = """
import contextlib, io, json, sys, traceback
import django
django.setup()
for line in sys.stdin:
    said, fault = io.StringIO(), ""
    with contextlib.redirect_stdout(said):
        try:
            exec(json.loads(line), {})
        except Exception:
            fault = traceback.format_exc()
    print(json.dumps([said.getvalue(), fault]), flush=True)
"""


def facts(platform, program):
    """Run a program inside the installation and return the JSON of its last line.

    One process serves all tests: starting the platform's code takes longer than asking it.
    """
    process = platform.processes.get("inside") or _go_inside(platform)
    print(json.dumps(program), file=process.stdin, flush=True)
    answer = process.stdout.readline()
    assert answer, program
    said, fault = json.loads(answer)
    assert not fault, f"{program}\n{fault}"
    return json.loads(said.strip().splitlines()[-1])


def _go_inside(platform):
    process = subprocess.Popen(
        [sys.executable, "-c", _INSIDE],
        cwd=Path(__file__).resolve().parents[2],
        env=platform.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    platform.processes["inside"] = process
    return process


def right_answers(platform, course="C1"):
    """Return the form that answers each question of ``course``, by its words, from the rows."""
    return facts(platform, _KEY.format(course=course))


def fill(page, form):
    """Fill in the form of the question on the page, or walk its scenario."""
    if page.locator(".step-open").count():
        take_steps(page, form)
        return
    fill_in(page.locator("form.question"), form)


def fill_in(question, form):
    """Fill in the form ``question`` as ``right_answers`` tells it."""
    fields = question.locator("fieldset :is(select, input[type=text], textarea)")
    for place, (label, values) in enumerate(form):
        for words in values:
            if not fields.count():
                said = question.page.locator("label", has_text=_said(words))
                question.locator(".choice", has=said).locator("input").check()
                continue
            field = (
                question.get_by_label(label, exact=True) if label else fields.nth(place)
            )
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value=_option(field, words))
            else:
                field.fill(words)
                field.press("Tab")


def _said(words):
    """Return what finds a label that says ``words``, behind its number if it has one."""
    return re.compile(rf"^\s*(\w\. )?{re.escape(words)}\s*$")


def _option(field, words):
    """Return the value of the option that says ``words``, behind its letter if it has one."""
    return field.locator("option").evaluate_all(
        """(all, words) => all.find(one => {
            const text = one.textContent.trim();
            return text === words || text.replace(/^[A-Z]\\. /, "") === words;
        }).value""",
        words,
    )


def take_steps(page, form):
    """Walk the scenario on the page, as ``form`` says and where it says nothing, somehow."""
    wanted = [words for _label, values in form for words in values]
    while (step := page.locator(".step-open")).count():
        taken = page.locator(".step-taken").count()
        ways = [
            choice
            for words in wanted
            if (choice := step.get_by_label(words, exact=True)).count()
        ]
        (ways[0] if ways else step.locator("input")).first.check()
        page.locator("form.question button[value=step]").click()
        page.locator(".step-taken").nth(taken).wait_for()


def choose(page, place=0):
    """Answer the question on the page somehow and return what its form then holds."""
    if page.locator(".step-open").count():
        take_steps(page, [])
        return held(page)
    fields = page.locator("form.question fieldset :is(input, select)")
    match fields.first.evaluate("field => field.type"):
        case "select-one":
            fields.first.select_option(index=place + 1)
        case "text":
            fields.first.fill(str(place + 1))
            fields.first.press("Tab")
        case _:
            fields.nth(place).check()
    return held(page)


def choose_plainly(page):
    """Answer the question on a page without script somehow."""
    if page.locator(".step-open").count():
        take_steps(page, [])
        return
    for field in page.locator("form.question fieldset :is(input, select)").all():
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(index=1)
        elif field.get_attribute("type") == "text":
            field.fill("15")
        else:
            field.check()
            return


def held(page):
    """Return the fields of the question on the page that hold something."""
    return page.evaluate(_HELD)


def stored(page):
    """Return what the browser keeps of this site: both storages, databases, caches."""
    return json.loads(page.evaluate(_STORED))


def sign_out(page):
    """End the session by the button in sight; on a phone it says whose session it is."""
    press(page.locator(":is(.button-session, .whose button):visible").first)


def press(button):
    """Click a button that leads to another page, and wait for that page."""
    with button.page.expect_navigation():
        button.click()


def activate(page, code, password, language):
    """Turn a letter's code into a session."""
    page.goto(f"/{language}/account/activate/")
    page.fill("[name=code]", code)
    page.click("main button[type=submit]")
    page.fill("[name=password]", password)
    page.fill("[name=repeated]", password)
    page.click("main button[type=submit]")
    page.wait_for_url("**/my/")


def until(page, promise):
    """Wait until what the function ``promise`` promises in the page is true.

    ``wait_for_function`` waits for no promise: it takes the promise itself for true.
    """
    for _try in range(150):
        if page.evaluate(promise):
            return
        page.wait_for_timeout(100)
    raise AssertionError(promise)


def read_lessons(page, course, language):
    """Read every lesson of ``course`` to its end, play its scenarios, and return how many."""
    page.goto(f"/{language}/courses/{course}/")
    join = page.locator("form[action$='/join/'] button")
    if join.count():
        press(join.first)
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
        press(page.locator("form:has([name=action][value=done]) button"))
    return len(lessons)


def play(page):
    """Choose until the scenario ends: at each step the next choice not tried there."""
    tried = {}
    while (
        choices := page.locator("section.scenario form.check [name=choice]")
    ).count():
        names = tuple(sorted(choices.evaluate_all("all => all.map(one => one.value)")))
        place = tried[names] = tried.get(names, -1) + 1
        choices.nth(place % len(names)).check()
        press(page.locator("section.scenario form.check button"))


def answer(page, right):
    """Answer the question on the page as the key says, and go on."""
    fill(page, right[page.locator("form.question h1").inner_text()])
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
