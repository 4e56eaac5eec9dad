"""Take the pictures of the guides, on a demonstration.

``make guide-pictures`` installs the platform in an empty folder, lets invented people
write the exam, and photographs the pages of the studio and the desk in English. Named
guides alone: ``python -m tests.browser.guide_pictures personnel``.
"""

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium, staff_lists, walking
from tests.browser.conftest import ROOT, Platform
from tests.browser.demonstrations import demonstration

FOLDER = ROOT / "docs" / "pictures"
#: Wide enough for the studio beside its folded menu.
WIDTH = 1160
_COLOURS = 48
#: So high that nothing is scrolled, and the studio's bar covers nothing.
_HIGH = 3600
#: So many people write the exam that the quality gate has something to say.
_EXAMS = """
import random
from datetime import timedelta
from django.utils import timezone
from courses import progress
from courses.assessment.attempts import answer_store, attempt_start
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt
from courses.assessment.statistics import tally_store
from courses.enrolment import enrol_learner
from courses.models import Course
from elearning.staff.models import StaffMember

chance = random.Random(7)

def answers(attempt, skill, at):
    for item in attempt.items.select_related("question"):
        key, kind = item.question.key, item.question.kind
        hard = (item.question_id % 7 - 4) / 2
        sent = kind.form(kind.solution(key))
        if chance.random() > 1 / (1 + 2.7 ** (hard - skill)):
            sent = {"choice": [i for i in item.order if i not in key.get("right", [])][:1]}
        if sent.get("choice") != []:
            writer = attempt.enrolment.learner.user
            answer = answer_store.SentAnswer(sent, 1)
            answer_store.save_answer(attempt.key, item.position, answer, at=at, by=writer)

def write(person, at):
    enrolment = enrol_learner(person, course, by=person.user)
    for unit in progress.list_lessons_before_exam(enrolment):
        progress.finish_unit(enrolment, unit, language=person.language, at=at)
    attempt = attempt_start.start_attempt(
        enrolment, at=at, by=person.user, language=person.language
    )
    answers(attempt, chance.gauss(0.4, 1.2), at + timedelta(minutes=5))
    written = Attempt.objects.get(pk=attempt.pk)
    attempt_marking.mark_attempt(written, at=at + timedelta(minutes=25), by=person.user)

course = Course.objects.get(code="C1")
people = StaffMember.objects.filter(staff_number__gt="100020").order_by("staff_number")
at = timezone.now() - timedelta(hours=3)
for person in people[:110]:
    write(person, at)
tally_store.count_new_attempts(timezone.now())
print("{}")
"""
#: A clause and a lesson say something else than they did when they were released.
_CHANGED = """
import json
from wagtail.rich_text import RichText
from content.guidelines.models import GuidelinePage
from content.models import LessonPage
from elearning.accounts.models import User

trainer = User.objects.get(staff_number="100002")

def publish(page):
    page.save_revision(user=trainer).publish(user=trainer)

guideline = GuidelinePage.objects.get(slug="mg-6", locale__language_code="en")
clause = guideline.body[1].value["clauses"][2]
more = "<p>Who refuses is not reported for it.</p>"
clause["text"] = RichText(clause["text"].source + more)
publish(guideline)
lesson = LessonPage.objects.get(
    slug="l2-3", locale__language_code="en", url_path__contains="/c1/"
)
lesson.summary = "Help never depends on how somebody behaves."
publish(lesson)
print(json.dumps({"lesson": str(lesson.translation_key)}))
"""
_PLACES = """
import json
from django.db.models import Count
from content.models import ExamPage
from content.questions.models import QuestionDraft
from courses.assessment.models import QuestionVersion
exam = ExamPage.objects.filter(slug="exam", locale__language_code="en").first()
drafts = QuestionDraft.objects.filter(locale__language_code="en")
asked = QuestionVersion.objects.filter(type="single").annotate(n=Count("askings"))
most = asked.order_by("-n").select_related("version__unit").first()
print(json.dumps({
    "exam": exam.pk,
    "course": str(most.version.unit.course_id),
    "choices": drafts.filter(type="multiple").first().pk,
    "pairs": drafts.filter(type="matching").first().pk,
    "version": most.pk,
    "key": str(most.version.unit.key),
}))
"""
_IMPORTED = """Code;Type;Outcome;Legal basis;Question;Right choices;Choice 1;Choice 2;Choice 3
C1-Q81;single;1;NMR 43;What must never follow a disciplinary offence?;2;A warning;A dark cell;A talk
C1-Q82;single;7;NMR 36;How much order is needed?;1;No more than is needed;As much as possible;None
C1-Q83;riddle;1;NMR 1;Who is protected from torture?;1;Every prisoner;Some prisoners;Nobody
"""
#: A paper of 2024 and a wrong date wait for a second person; a qualification for its rule.
_PROPOSED = """
import json
from datetime import date, timedelta
from django.utils import timezone
from courses.compliance.pageless_courses import create_qualification
from courses.models import Course
from courses.recognition import pass_corrections, prior_learning_claims
from courses.records.completions.completion_correction import CorrectionRequest
from courses.records.models import Completion
from elearning.staff.models import Remit, StaffMember

at = timezone.now()
officer = Remit.objects.filter(role="facility-hr").first().user
mine = StaffMember.objects.in_remit_of(officer).exclude(user=officer)
passes = Completion.objects.filter(
    learner__in=mine, superseded_by=None, withdrawal=None, course__code="C5"
)
passed = passes.order_by("-passed_on").first()
wanted = CorrectionRequest(passed.passed_on - timedelta(days=7), passed.score)
_changes, seal = pass_corrections.preview_correction(passed, wanted, at=at)
correction = pass_corrections.propose_correction(
    passed, wanted, reason="The protocol names another day.", seen=seal, by=officer, at=at
)
course = Course.objects.get(code="C2")
person = mine.exclude(completions__course=course).order_by("staff_number").first()
paper = prior_learning_claims.PriorLearningDocument(
    timezone.localdate() - timedelta(days=700), "Academy of Kostanay", "KA 017-24"
)
claim = prior_learning_claims.propose_prior_learning(person, course, paper, by=officer, at=at)
titles = {"kk": "Алғашқы көмек", "ru": "Первая помощь", "en": "First aid"}
made = create_qualification("FIRST-AID", titles, validity_months=24, by=officer)
print(json.dumps({
    "qualification": str(made.pk), "person": str(person.key),
    "claim": str(claim.key), "correction": str(correction.key),
}))
"""


@dataclass(frozen=True)
class Picture:
    """A page in a picture: where it is, which part of it is shown, how high at most."""

    name: str
    address: str
    part: str = "main"
    height: int = 900


def take(platform: Platform, guides: Iterable[str], folder: Path = FOLDER) -> None:
    """Take the pictures of ``guides`` on a running platform."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        for guide in guides:
            GUIDES[guide](browser, platform, folder)
        browser.close()


def take_those_of_authors(browser: Browser, platform: Platform, folder: Path) -> None:
    """Take the pictures for authors and reviewers, once the exam was written."""
    at = walking.facts(platform, _PLACES)
    question, paper = "/studio/questions/edit/{}/", f"/studio/pages/{at['exam']}/edit/"
    blueprint = "#panel-child-content-which_questions_are_asked-section"
    version = at["version"]
    pictures = [
        Picture("bank", "/studio/questions/", height=560),
        Picture("question", question.format(at["choices"]), height=1100),
        Picture("choices", question.format(at["choices"]), "#panel-answers-section"),
        Picture("pairs", question.format(at["pairs"]), "#panel-answers-section"),
        Picture("paper", paper, blueprint),
        Picture("state", f"/en/desk/questions/{at['key']}/", height=820),
        Picture("list", "/en/desk/questions/", height=700),
        Picture("numbers", f"/en/desk/statistics/questions/{version}/", height=760),
        Picture("correction", f"/en/desk/corrections/questions/{version}/"),
    ]
    page = _entered(browser, platform, "trainer")
    for picture in pictures:
        page.goto(picture.address)
        _keep(page, picture, folder)
    _import(page, at["course"])
    _keep(page, Picture("import", page.url, height=700), folder)
    _take_those_of_a_release(browser, page, platform, folder)


def take_those_of_personnel(browser: Browser, platform: Platform, folder: Path) -> None:
    """Take the way of a staff list, from its columns to its departures, and messages."""
    walking.facts(platform, staff_lists.MAKE)
    page = _entered(browser, platform, "ministry-hr")
    whole = staff_lists.people()
    _bring(page, staff_lists.as_csv(whole, staff_lists.UNKNOWN), "2026-01-01")
    fields = ("staff_number", "family_name", "given_name", "patronymic")
    for place, name in enumerate((*fields, "establishment", "post")):
        page.select_option(f"[name=column_{place}]", name)
    _keep(page, Picture("list-columns", page.url, height=1000), folder)
    walking.press(page.locator("main form button[type=submit]").first)
    _wait_for_worker(page)
    walking.press(page.locator("main a[href$='/confirm/']"))
    walking.press(page.locator("main form button[type=submit]").first)
    _wait_for_worker(page)

    rows = staff_lists.people(
        without=range(9, 12),
        n2={4: "lw-south"},
        n3={5: "lw-guide"},
        n4={1: "Сәбитқызы"},
        n5={4: "lw-nowhere"},
    )
    _bring(page, staff_lists.as_csv(rows), "2026-02-01", scope="complete")
    _wait_for_worker(page)
    for kind in ("error", "moved"):
        walking.press(page.locator(f"main a[href$='kind={kind}']"))
        _keep(page, Picture(f"list-{kind}", page.url, height=1100), folder)
    walking.press(page.locator("main a[href$='/confirm/']"))
    _keep(page, Picture("list-departures", page.url, height=760), folder)


def _bring(page: Page, content: bytes, on: str, scope: str = "partial") -> None:
    """Hand a staff list of the northern facility in."""
    page.goto("/en/desk/staff-lists/upload/")
    file = {"name": "staff.csv", "mimeType": "text/csv", "buffer": content}
    page.set_input_files("[name=file]", file)
    page.fill("[name=on]", on)
    page.select_option("[name=establishment]", "lw-north")
    page.check(f"[name=scope][value={scope}]")
    walking.press(page.locator("main form button[type=submit]").first)


def _wait_for_worker(page: Page) -> None:
    """Look again until the worker has done its part."""
    while page.locator("main .state-in-progress").count():
        page.wait_for_timeout(1000)
        page.reload()


def _take_those_of_a_release(
    browser: Browser, trainer: Page, platform: Platform, folder: Path
) -> None:
    """Take the way of a changed text, from its translation to its review."""
    lesson = walking.facts(platform, _CHANGED)["lesson"]
    guideline = "/en/desk/release/guidelines/mg-6/"
    for picture in (
        Picture("languages", "/en/desk/parity/?state=outdated", height=760),
        Picture("translation", f"/studio/translate/{lesson}/kk/"),
        Picture("package", "/studio/course-packages/"),
        Picture("release", guideline, height=1300),
        Picture("impact", f"{guideline}impact/", height=1000),
        Picture("exception", "/en/desk/exceptions/c1/ask/"),
    ):
        trainer.goto(picture.address)
        _keep(trainer, picture, folder)
    reviewer = _entered(browser, platform, "safeguard-reviewer")
    reviewer.goto("/en/desk/reviews/")
    walking.press(reviewer.locator("main .rows a[href*='/reviews/']").first)
    _keep(reviewer, Picture("review", reviewer.url, height=1300), folder)


def take_those_of_reports(browser: Browser, platform: Platform, folder: Path) -> None:
    """Take what the personnel office reads: numbers, seats, a saved report, a person."""
    page = _entered(browser, platform, "ministry-hr")
    page.goto("/en/desk/compliance/numbers/?next=/en/desk/")
    _say(page)
    _keep(page, Picture("dashboard", page.url, height=1400), folder)
    page.goto("/en/desk/compliance/")
    for picture in (
        Picture("report", page.url, "section[aria-labelledby=places]"),
        Picture("heat-map", page.url, "section[aria-labelledby=map]"),
        Picture("seats", page.url, "section[aria-labelledby=forecast]"),
    ):
        _keep(page, picture, folder)
    page.goto("/en/desk/reports/new/?state=expired")
    page.fill("[name=name]", "Expired, every month")
    page.check("[name=every][value=month]")
    page.fill("[name=month_day]", "1")
    _say(page)
    _keep(page, Picture("saved-reports", page.url, height=700), folder)
    page.goto("/en/desk/people/?state=due")
    _say(page)
    walking.press(page.locator("main tbody th a").first)
    _keep(page, Picture("person", page.url, height=1400), folder)


def _say(page: Page) -> None:
    page.fill("[name=purpose]", "Quarterly review")
    walking.press(page.locator("main form.form button[type=submit]"))


def take_those_of_rules(browser: Browser, platform: Platform, folder: Path) -> None:
    """Take a rule before it is saved, its exceptions, and what two officers decide."""
    page = _entered(browser, platform, "ministry-hr")
    at = walking.facts(platform, _PROPOSED)
    page.goto("/en/desk/rules/new/")
    page.select_option("[name=course]", at["qualification"])
    page.fill("[name=months]", "12")
    page.fill("[name=grace_days]", "14")
    walking.press(page.locator("main form.form button[type=submit]"))
    _keep(page, Picture("rule-preview", page.url, height=1000), folder)
    page.fill("[name=reason]", "Order No. 5")
    walking.press(page.locator("main form.form button[type=submit]"))
    exceptions = "/en/desk/rules/exceptions/"
    people = f"/en/desk/people/{at['person']}"
    for picture in (
        Picture("rule-exceptions", exceptions, height=700),
        Picture("rule-decision", f"{exceptions}decide/"),
        Picture("claim", f"/en/desk/recognition/{at['claim']}/"),
        Picture(
            "correction-of-a-pass",
            f"/en/desk/recognition/corrections/{at['correction']}/",
        ),
        Picture("exemption", f"{people}/exempt/"),
    ):
        page.goto(picture.address)
        _keep(page, picture, folder)


def _entered(browser: Browser, platform: Platform, role: str) -> Page:
    """Return a page of somebody who has signed in, in English."""
    page = browser.new_page(
        base_url=platform.url,
        viewport={"width": WIDTH, "height": _HIGH},
        reduced_motion="reduce",
    )
    account = platform.accounts()[role]
    page.goto("/en/account/login/")
    page.fill("[name=login]", account["staff_number"])
    page.fill("[name=password]", account["password"])
    page.click("main button[type=submit]")
    page.fill("[name=code]", platform.code(role))
    page.click("main button[type=submit]")
    page.goto("/en/my/")  # the studio speaks the language of the page before
    return page


def _import(page: Page, course: str) -> None:
    page.goto("/studio/question-exchange/import/")
    page.set_input_files(
        "[name=file]",
        {"name": "q.csv", "mimeType": "text/csv", "buffer": _IMPORTED.encode()},
    )
    page.select_option("[name=course]", course)
    page.click("main button[type=submit]")


def _keep(page: Page, picture: Picture, folder: Path) -> None:
    """Write a page as a small picture of few colours."""
    page.wait_for_timeout(500)
    taken = page.locator(picture.part).first.screenshot(animations="disabled")
    image = Image.open(BytesIO(taken)).convert("RGB")
    image = image.crop((0, 0, image.width, min(image.height, picture.height)))
    image = image.quantize(
        _COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
    )
    image.save(folder / f"{picture.name}.png", optimize=True)


#: What takes the pictures of each guide.
GUIDES = {
    "authors": take_those_of_authors,
    "personnel": take_those_of_personnel,
    "reports": take_those_of_reports,
    "rules": take_those_of_rules,
}


def main() -> None:
    """Install the platform, and take the pictures of the guides that were named, or of all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("guides", nargs="*", help=f"of {', '.join(GUIDES)}; or all")
    wanted = parser.parse_args().guides or list(GUIDES)
    if not GUIDES.keys() >= set(wanted):
        parser.error(f"There are guides of {', '.join(GUIDES)}.")
    with demonstration() as platform:
        if "authors" in wanted:
            walking.facts(platform, _EXAMS)
        platform.start()
        take(platform, wanted)


if __name__ == "__main__":
    main()
