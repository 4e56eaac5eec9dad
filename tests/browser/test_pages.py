"""The main pages: accessible, in the right language, narrow enough, talking to nobody else."""

import re

import pytest

from tests.browser import looking, walking

_NOBODY = ["", "account/login/", "account/activate/", "verify/{code}/", "help/"]
_LEARNER = [
    "my/",
    "catalogue/",
    "courses/c1/",
    "courses/c1/{lesson}/",
    "courses/c1/{scenario}/",
    "exams/{enrolment}/",
    "guidelines/",
    "guidelines/{guideline}/",
    "rules/{instrument}/",
    "notices/",
    "search/?q={word}",
]
_HOLDER = ["my/records/", "my/certificates/", "certificates/{certificate}/"]
_HR = [
    "desk/",
    "desk/compliance/",
    "desk/people/?state=grace",
    "desk/people/{person}/",
    "desk/accounts/?state=waiting",
]
#: Who opens which pages; the invigilator of the demonstration holds a certificate.
_PAGES = {
    "": _NOBODY,
    "learner": _LEARNER,
    "invigilator": _HOLDER,
    "ministry-hr": _HR,
    "trainer": [
        "desk/release/",
        "desk/release/c1/",
        "desk/statistics/",
        "desk/questions/?course=C1&outcome=1",
        "desk/questions/tasks/",
        "desk/questions/states/",
        "desk/questions/{proposed}/",
        "desk/questions/{proposed}/state/decide/",
        "desk/questions/{question}/",
        "desk/questions/{question}/place/",
        "desk/questions/{question}/versions/",
        "desk/questions/{question}/versions/compare/?before=1",
        "desk/questions/{question}/languages/",
    ],
    "administrator": ["desk/audit/?area=certificates"],
}
#: On a Kazakh phone, what anybody or a learner opens is looked at by `test_every_page`.
_LOOKS = {
    ("desk", "ru"): _PAGES.keys(),
    ("phone", "kk"): _PAGES.keys() - {"", "learner", "invigilator"},
}
_WORDS = {"kk": "азаптау", "ru": "пытки"}
_FACTS = """
import json
from courses.certificates.models import Certificate
from courses.assessment.bank import review_tasks, question_states
from courses.assessment.models import QuestionNumbers, QuestionVersion, QuestionState
from courses.models import Course, Enrolment, Unit
from django.utils import timezone
from courses.provisions.models import Document
from elearning.accounts.models import User
from elearning.staff.models import StaffMember
c1 = Course.objects.get(code="C1")
lessons = [e.version for e in c1.current_edition.steps if e.version.unit.kind == "lesson"]
scenes = [v.unit.slug for v in lessons if v.text().details.get("has_scenario")]
certificate = Certificate.objects.filter(
    completion__learner__staff_number="100005", completion__course=c1
).get()
question = QuestionVersion.objects.filter(version__unit__slug="c1-q01").latest("pk")
QuestionNumbers.objects.update_or_create(
    question=question, defaults={"n": 40, "facility": "0.5", "discrimination": "-0.1"}
)
review_tasks.open_review_tasks(timezone.now())
proposed = Unit.objects.get(slug="c1-q02", course=c1)
question_states.change_question_state(
    proposed, QuestionState.RETIRED, reason="Ескірді", at=timezone.now(),
    by=User.objects.get(staff_number="100003"),
)
print(json.dumps({
    "question": str(question.version.unit.key),
    "proposed": str(proposed.key),
    "code": certificate.code,
    "certificate": str(certificate.key),
    "lesson": lessons[1].unit.slug,
    "scenario": scenes[0],
    "enrolment": str(
        Enrolment.objects.get(learner__staff_number="100001", course=c1).key
    ),
    "guideline": Document.objects.filter(kind="guideline").first().slug,
    "instrument": Document.objects.get(code="CAT").slug,
    "person": str(StaffMember.objects.get(staff_number="100005").key),
}))
"""


@pytest.fixture(scope="module")
def facts(platform):
    """Return the names that stand in the addresses of this installation."""
    return walking.facts(platform, _FACTS)


@pytest.mark.parametrize("look", _LOOKS)
def test_main_pages_have_no_fault(platform, visit, enter, facts, look):
    """Each page is opened once; the report names every fault of every page."""
    size, language = look
    found = {}
    for role in sorted(_LOOKS[look]):
        page = looking.listen(visit(size, language))
        if role:
            enter(page, role, language)
        for path in _PAGES[role]:
            address = path.format(word=_WORDS[language], **facts)
            answer = page.goto(f"/{language}/{address}")
            name = re.sub(r"[^a-z]+", "-", f"{role}/{path}").strip("-") or "front"
            wrong = looking.faults(page, language, f"{size}-{language}-{name}")
            if answer.status != 200:
                wrong.append(f"answers {answer.status}")
            if wide := looking.overflow(page):
                wrong.append(f"{wide} px too wide at 320 px")
            if wrong:
                found[path] = wrong
    assert not found
