"""Every kind of page that a learner opens: where it stands, who opens it, and her things."""

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser import people, walking
from tests.browser.conftest import Platform

#: One person who has had everything: a position, people, messages, sessions, a question
#: that was answered, an exam passed, another not, and a certificate that asks for an update.
_MAKE = """
import json
from datetime import timedelta
from uuid import uuid4
from django.utils import timezone, translation
from content.learner_view import load_lesson_text
from courses import progress
from courses.assessment.attempts import answer_store, attempt_start
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt
from courses.assessment.practice import course_practice
from courses.certificates.models import Certificate
from courses.classroom import session_schedule, session_registrations
from courses.compliance.models import Requirement
from courses.compliance.pageless_courses import create_classroom_course
from courses.enquiries import enquiry_thread
from courses.enquiries.models import Reply
from courses.enrolment import enrol_learner
from courses.models import Course, Enrolment
from courses.provisions.models import Document
from elearning.accounts import activation_codes
from elearning.accounts.models import User
from elearning.notices.models import Notice
from elearning.staff.appointments import AppointmentTerms, create_appointment
from elearning.staff.models import Establishment, Post, Reporting, StaffMember
from tests.factories.compliance import RequirementFactory
from tests.factories.courses import CourseFactory
from tests.factories.updating import change, edition_citing, guideline, held

now, today = timezone.now(), timezone.localdate()
newcomer = Enrolment.objects.get(key={newcomer!r}).learner
reader = Enrolment.objects.get(key={reader!r})
her = reader.learner
place = Establishment.objects.get(code="north-n2")
post = Post.objects.get(code="pve-inspector")
for person in (her, newcomer):
    create_appointment(person, AppointmentTerms(place, post, today), by=None)
Reporting.objects.create(staff_member=newcomer, manager=her, starts_on=today)

def written(code, rightly):
    enrolment = enrol_learner(her, Course.objects.get(code=code), by=her.user)
    for unit in progress.list_lessons_before_exam(enrolment):
        progress.finish_unit(enrolment, unit, language="kk", at=now)
    at = now - timedelta(hours=1)
    attempt = attempt_start.start_attempt(enrolment, at=at, by=her.user, language="kk")
    for item in attempt.items.select_related("question__version"):
        kind = item.question.kind
        if rightly or item.position % 2:
            form = kind.form(kind.solution(item.question.key))
            sent = answer_store.SentAnswer(form, 1)
            answer_store.save_answer(attempt.key, item.position, sent, at=at, by=her.user)
    attempt_marking.mark_attempt(Attempt.objects.get(pk=attempt.pk), at=now, by=her.user)
    return attempt

passed, failed = written("C2", True), written("C3", False)
certificate = Certificate.objects.get(completion__learner=her)

versions = [step.version for step in reader.edition.steps]
lessons = [one for one in versions if one.unit.kind == "lesson"]
texts = {{one: load_lesson_text(one.text("kk")) for one in lessons}}
drawn = [
    one for one in lessons
    if {{"drawing", "check"}} <= {{block.block_type for block in texts[one].body}}
]
lesson = max(drawn, key=lambda one: one.text("kk").size)
block = next(one for one in texts[lesson].body if one.block_type == "text").id
words = "Бұл қағида түнгі ауысымда да қолданыла ма?"
draft = enquiry_thread.EnquiryDraft(lesson, block, words, "kk", uuid4())
asked = enquiry_thread.submit_enquiry(reader, draft, by=her.user)
trainer = User.objects.get(staff_number="100002")
enquiry_thread.reply_to_enquiry(asked, Reply.Kind.ANSWER, "Иә, түнде де қолданылады.", by=trainer)

titles = {{"kk": "Алғашқы көмек: практика", "ru": "Первая помощь: практика",
           "en": "First aid: practice"}}
officer = User.objects.get(staff_number="100006")
classroom = create_classroom_course(
    "EVERY", titles, titles, hours=3, validity_months=12, by=None
)
Requirement.objects.create(post=post, course=classroom, months=12, starts_on=today)
sessions = []
for days in (9, 20):
    begins = now + timedelta(days=days)
    hours = [(begins, begins + timedelta(hours=3))]
    wanted = session_schedule.SessionPlan(hours, seats=5, room="12")
    terms = session_schedule.SessionTerms(classroom, place, "kk", may_ask=True)
    sessions.append(session_schedule.plan_session(terms, wanted, by=officer, at=now))
session_registrations.register_people(sessions[0], [her], by=officer, at=now)

with translation.override("kk"):
    guideline("1.1", "1.2", code="MG-91")
    cited = CourseFactory(code="EVERY-UPDATED")
    edition = edition_citing("MG-91 1.1", asked=2, course=cited)
    old = held(edition, learner=her, passed_on=today - timedelta(days=1))
    RequirementFactory(course=cited, post=post)
    change("1.1", code="MG-91", at=now)

Notice.objects.create(user=her.user, kind="certificate-issued", key="every",
    url="/my/certificates/", created_at=now,
    context={{"code": "C2", "expires_on": today + timedelta(days=700)}})
print(json.dumps({{
    "lesson": lesson.unit.slug, "block": block,
    "scenario": next(v.unit.slug for v, t in texts.items()
        if "scenario" in {{block.block_type for block in t.body}}),
    "practice": course_practice.build_practice_progress(reader).next_key,
    "passed": str(passed.key), "failed": str(failed.key),
    "certificate": str(certificate.key), "code": certificate.code,
    "update": str(old.completion.enrolment.key),
    "her_session": str(sessions[0].key), "session": str(sessions[1].key),
    "changed": Document.objects.get(code="MG-91").slug,
    "instrument": Document.objects.get(code="CAT").slug,
    "activation": activation_codes.issue_code(newcomer.user, by=None),
}}))
"""


@dataclass(frozen=True)
class Kind:
    """A kind of page: its name, its address, and who opens it (empty for nobody)."""

    name: str
    address: str
    who: str = "her"


EVERY = (
    Kind("front", "", ""),
    Kind("sign-in", "account/login/", ""),
    Kind("activation", "account/activate/", ""),
    Kind("password-forgotten", "account/password/reset/", ""),
    Kind("verify", "verify/", ""),
    Kind("verified", "verify/{code}/", ""),
    Kind("not-verified", "verify/K7Q2-9XMD/", ""),
    Kind("offline-verifier", "/v/offline/{language}/", ""),
    Kind("help", "help/", ""),
    Kind("privacy", "privacy/", ""),
    Kind("accessibility", "accessibility/", ""),
    Kind("not-found", "no/such/page/", ""),
    Kind("training", "my/"),
    Kind("catalogue", "catalogue/"),
    Kind("course", "courses/c1/"),
    Kind("lesson", "courses/c1/{lesson}/"),
    Kind("scenario", "courses/c1/{scenario}/"),
    Kind("ask", "courses/c1/{lesson}/ask/{block}/"),
    Kind("questions", "my/questions/"),
    Kind("practice", "exams/{reader}/practice/"),
    Kind("practice-question", "exams/{reader}/practice/{practice}/"),
    Kind("exam-start", "exams/{reader}/"),
    Kind("exam-closed", "exams/{newcomer}/", "newcomer"),
    Kind("test-start", "exams/{newcomer}/pre-test/", "newcomer"),
    Kind("exam-question", "{writing}", "writer"),
    Kind("exam-overview", "{overview}", "writer"),
    Kind("exam-hand-in", "{hand_in}", "writer"),
    Kind("passed", "my/results/{passed}/"),
    Kind("not-passed", "my/results/{failed}/"),
    Kind("certificates", "my/certificates/"),
    Kind("no-certificates", "my/certificates/", "newcomer"),
    Kind("certificate", "certificates/{certificate}/"),
    Kind("update", "updates/{update}/"),
    Kind("records", "my/records/"),
    Kind("looks", "my/records/looks/"),
    Kind("erasure", "my/records/erasure/"),
    Kind("people", "my/people/"),
    Kind("post", "my/post/"),
    Kind("sessions", "my/sessions/"),
    Kind("session", "my/sessions/{session}/"),
    Kind("her-session", "my/sessions/{her_session}/"),
    Kind("notices", "notices/"),
    Kind("no-notices", "notices/", "newcomer"),
    Kind("guidelines", "guidelines/"),
    Kind("guideline", "guidelines/{changed}/"),
    Kind("editions", "guidelines/{changed}/editions/"),
    Kind("comparison", "guidelines/{changed}/editions/2/"),
    Kind("instrument", "rules/{instrument}/"),
    Kind("glossary", "glossary/"),
    Kind("found", "search/?q={word}"),
    Kind("nothing-found", "search/?q=zzzz"),
    Kind("reading", "account/reading/?next=/kk/my/"),
    Kind("open-sessions", "account/sessions/"),
    Kind("password", "account/password/"),
    Kind("second-step", "account/2fa/"),
    Kind("on-this-device", "offline/"),
    Kind("no-connection", "offline/shell/"),
)
#: What is shown where something goes wrong; no address leads there.
ERRORS = ("400", "403", "403_csrf", "404", "413", "429", "500")
_ERRORS = """
import json
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
request = RequestFactory().get("/kk/")
request.user = AnonymousUser()
with translation.override("kk"):
    print(json.dumps({{
        name: render_to_string(f"{{name}}.html", request=request) for name in {names!r}
    }}))
"""
#: A word that many texts hold.
_WORDS = {"kk": "азаптау", "ru": "пытки", "en": "torture"}


def errors(platform: Platform) -> dict[str, str]:
    """Return each page of an error as it is sent, by its name."""
    return walking.facts(platform, _ERRORS.format(names=ERRORS))


class Everything:
    """The pages of ``EVERY`` on one platform, and the people who open them."""

    def __init__(self, platform: Platform) -> None:
        """Make her, somebody who writes an exam, and a newcomer who has nothing yet."""
        self._platform = platform
        her, writer, newcomer = people.learners(platform, 3, read=2)
        self._people = {"her": her, "writer": writer, "newcomer": newcomer}
        keys = {
            "reader": her["enrolment"],
            "writer": writer["enrolment"],
            "newcomer": newcomer["enrolment"],
        }
        self._facts = keys | walking.facts(platform, _MAKE.format(**keys))

    @property
    def code(self) -> str:
        """Return a one-time code that nobody has used."""
        return self._facts["activation"]

    def address(self, kind: Kind, language: str) -> str:
        """Return the path of a page of this kind in ``language``."""
        facts = self._facts | {"word": _WORDS[language], "language": language}
        path = kind.address.format(**facts)
        return path if path.startswith("/") else f"/{language}/{path}"

    def sign_in(self, page: Page, who: str) -> None:
        """Give ``page`` the session of ``who``; whoever writes an exam begins it there."""
        if who:
            people.as_learner(page, self._platform, self._people[who])
        if who == "writer" and "writing" not in self._facts:
            page.goto(f"/kk/exams/{self._facts['writer']}/")
            page.locator("main form button").last.click()
            page.wait_for_selector("form.question")
            self._facts["writing"] = page.url.split("/kk/")[1]
            page.locator("main aside .button").click()
            page.wait_for_url("**/overview/**")
            self._facts["overview"] = page.url.split("/kk/")[1]
            hand_in = page.locator("main a[href*='/hand-in/']").first
            self._facts["hand_in"] = hand_in.get_attribute("href").split("/kk/")[1]
