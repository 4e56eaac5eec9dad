"""Which pages they are, where they stand, and who opens them."""

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser import people, walking
from tests.browser.conftest import Platform

#: A lesson with a figure and a check, the heaviest of them; a scenario; a practice question.
_ADDRESSES = """
import json
from content.learner_view import load_lesson_text
from courses.assessment.practice import course_practice
from courses.models import Course, Enrolment
steps = Course.objects.get(code="C1").current_edition.steps
texts = [s.version.text("kk") for s in steps if s.version.unit.kind == "lesson"]
def holds(text, *kinds):
    return set(kinds) <= {{block.block_type for block in load_lesson_text(text).body}}
long = [text for text in texts if holds(text, "drawing", "check")]
reader = Enrolment.objects.get(key="{reader}")
print(json.dumps({{
    "lesson": max(long, key=lambda text: text.size).version.unit.slug,
    "scenario": next(t.version.unit.slug for t in texts if holds(t, "scenario")),
    "practice": course_practice.build_practice_progress(reader).next_key,
    "reader": "{reader}",
    "candidate": "{candidate}",
}}))
"""
#: Lets a candidate write the exam and miss two answers; tells where her result stands.
_WIN = """
import json
from datetime import timedelta
from django.utils import timezone
from courses.assessment.attempts import answer_store, attempt_start
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt
from courses.certificates.models import Certificate
from courses.models import Enrolment
enrolment = Enrolment.objects.get(key="{holder}")
user = enrolment.learner.user
at = timezone.now() - timedelta(minutes=30)
attempt = attempt_start.start_attempt(enrolment, at=at, by=user, language="kk")
missed = 0
for item in attempt.items.select_related("question__version"):
    question = item.question
    if missed < 2 and not question.must_pass and question.type == "single":
        missed += 1
        continue
    form = question.kind.form(question.kind.solution(question.key))
    sent = answer_store.SentAnswer(form, 1)
    answer_store.save_answer(attempt.key, item.position, sent, at=at, by=user)
attempt = Attempt.objects.get(pk=attempt.pk)
attempt_marking.mark_attempt(attempt, at=at + timedelta(minutes=20), by=user)
certificate = Certificate.objects.get(completion__enrolment=enrolment)
print(json.dumps({{"result": str(attempt.key), "code": certificate.code}}))
"""


@dataclass(frozen=True)
class Place:
    """One of the twelve pages.

    ``who`` opens it is nobody (empty) or one of ``list_people_in_remit``; ``click`` is
    what she clicks
    first there, to see how soon the page answers.
    """

    name: str
    title: str
    address: str
    who: str = ""
    click: str = "details.menu > summary"


TWELVE = (
    Place("sign-in", "sign-in", "account/login/", click="[name=login]"),
    Place("activation", "activation", "account/activate/", click="[name=code]"),
    Place("home", "my training", "my/", "reader"),
    Place("course", "course", "courses/c1/", "reader"),
    Place("lesson", "lesson", "courses/c1/{lesson}/", "reader"),
    Place("scenario", "scenario lesson", "courses/c1/{scenario}/", "reader"),
    Place(
        "practice",
        "practice question",
        "exams/{reader}/practice/{practice}/",
        "reader",
        "form fieldset :is(input, select)",
    ),
    Place("exam-start", "exam start", "exams/{candidate}/", "candidate"),
    Place(
        "exam-question",
        "exam question",
        "{writing}",
        "writer",
        "form.question fieldset :is(input, select)",
    ),
    Place("result", "result with certificate", "my/results/{result}/", "holder"),
    Place("certificates", "my certificates", "my/certificates/", "holder"),
    Place(
        "verify", "public verification", "verify/{code}/", click=".languages a >> nth=0"
    ),
)


class Journey:
    """The twelve pages on one platform, and the people who open them."""

    def __init__(self, platform: Platform) -> None:
        """Make a reader, a candidate, somebody who writes the exam, and a holder."""
        self._platform = platform
        candidate, writer, holder, reader = people.learners(platform, 4, read=3)
        self._people = {
            "reader": reader,
            "candidate": candidate,
            "writer": writer,
            "holder": holder,
        }
        keys = {name: one["enrolment"] for name, one in self._people.items()}
        self._facts = walking.facts(platform, _ADDRESSES.format(**keys))
        self._facts |= walking.facts(platform, _WIN.format(**keys))

    def sign_in(self, page: Page, who: str) -> None:
        """Give ``page`` the session of ``who``; whoever writes an exam begins it there."""
        if who:
            people.as_learner(page, self._platform, self._people[who])
        if who == "writer" and "writing" not in self._facts:
            page.goto(f"/kk/exams/{self._people[who]['enrolment']}/")
            page.locator("main form button").last.click()
            page.wait_for_selector("form.question")
            self._facts["writing"] = page.url.split("/kk/")[1]

    def session(self, who: str) -> str:
        """Return the key of the session of ``who``, empty for nobody."""
        return self._people[who]["session"] if who else ""

    def address(self, place: Place, language: str) -> str:
        """Return the path of ``place`` in ``language``."""
        return f"/{language}/{place.address.format(**self._facts)}"


def go(page: Page, address: str) -> None:
    """Follow a link to ``address`` from the page of the platform that is open.

    An exam refuses whoever comes to it from outside.
    """
    with page.expect_navigation(wait_until="networkidle"):
        page.evaluate("address => { location.href = address; }", address)
