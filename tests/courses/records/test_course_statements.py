"""What happens is told in xAPI, in the same transaction, under a pseudonym."""

import json
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from courses import progress
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt
from courses.enrolment import enrol_learner
from courses.events import ScenarioDecided, SelfCheckAnswered
from courses.models import Unit
from courses.records.models import Completion
from courses.records.statement_timeline import list_person_statements
from courses.records.statements import extensions, iris
from courses.records.statements.pseudonyms import derive_pseudonym
from elearning.lrs.models import Outbox, Statement
from elearning.lrs.spec import statement_schema as spec
from tests.factories.assessment import (
    NOW,
    answer,
    begin,
    body,
    edition_with_exam,
    exam_enrolment,
    save,
)
from tests.factories.courses import (
    CourseFactory,
    EditionFactory,
    EnrolmentFactory,
    UnitVersionFactory,
)
from tests.factories.records import HANDED_IN, marked_attempt, told, verbs
from tests.factories.staff import StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
BASE = "https://training.example"


@pytest.fixture(autouse=True)
def _base(settings):
    settings.XAPI_BASE_IRI = BASE


def one(statements, verb):
    """The only statement with a verb."""
    (found,) = [item for item in statements if verbs([item]) == [verb]]
    return found


def mentioned(iri, kind):
    """An activity as a context names it."""
    definition = {"type": f"http://adlnet.gov/expapi/activities/{kind}"}
    return {"id": iri, "objectType": "Activity", "definition": definition}


def test_whole_course_is_told_in_order():
    course = CourseFactory()
    edition_with_exam([{}] * 4, course=course)
    learner = StaffMemberFactory()
    enrolment = enrol_learner(learner, course, by=learner.user, at=NOW)
    (lesson,) = progress.list_lessons_before_exam(enrolment)
    progress.start_unit(enrolment, lesson, language="ru", at=NOW)
    progress.finish_unit(
        enrolment, lesson, language="ru", at=NOW + timedelta(minutes=7)
    )
    attempt = begin(enrolment, at=NOW + timedelta(minutes=8))
    answer(attempt)
    attempt_marking.mark_attempt(attempt, at=NOW + timedelta(minutes=18))

    statements = told(enrolment)

    assert verbs(statements) == [
        "registered",
        "initialized",
        "completed",
        "progressed",
        "initialized",
        "attempted",
        *["answered"] * 4,
        "passed",
        "completed",
        "progressed",
        "completed",
        "earned",
    ]
    assert Statement.objects.count() == len(statements)


def test_every_statement_of_a_marked_attempt_is_valid():
    attempt = marked_attempt(
        wrong={2}, bank=[{}, {"type": "multiple", "key": {"right": ["a", "c"]}}, {}, {}]
    )

    statements = told(attempt.enrolment)

    for statement in statements:
        spec.check_statement(statement)
        assert statement["version"] == "1.0.3"
    assert len({statement["id"] for statement in statements}) == len(statements)


def test_nobody_is_named():
    learner = StaffMemberFactory(
        family_name="Қайратұлы",
        given_name="Нұрсұлтан",
        patronymic="Ерланович",
        user__email="officer@example.kz",
        user__name="Officer Name",
    )
    marked_attempt(learner=learner)
    personal = [
        learner.family_name,
        learner.given_name,
        learner.patronymic,
        learner.staff_number,
        learner.user.email,
        learner.user.name,
        str(learner.key),
    ]

    payloads = " ".join(Statement.objects.values_list("payload", flat=True))

    assert payloads
    for word in personal:
        assert word not in payloads
        assert json.dumps(word)[1:-1] not in payloads


def test_pseudonym_is_stable_and_of_one_purpose(settings):
    one_person, other = StaffMemberFactory(), StaffMemberFactory()
    names = {
        derive_pseudonym(one_person),
        derive_pseudonym(one_person),
        derive_pseudonym(other),
        derive_pseudonym(one_person, "statistics"),
    }
    settings.PSEUDONYM_KEY = "another key"

    assert len(names | {derive_pseudonym(one_person)}) == 4
    assert all(len(name) == 64 for name in names)


def test_statement_carries_its_scene():
    lesson = UnitVersionFactory()
    course = lesson.unit.course
    module = UnitVersionFactory(unit__course=course, unit__kind=Unit.Kind.MODULE)
    edition = EditionFactory(course=course, versions=[module])
    parent = edition.entries.get()
    edition.entries.create(version=lesson, position=2, parent=parent)
    enrolment = EnrolmentFactory(edition=edition)

    progress.start_unit(enrolment, lesson.unit, language="ru", at=NOW)

    (statement,) = told()
    course_iri = f"{BASE}/id/courses/{course.code}"
    assert statement["actor"] == {
        "objectType": "Agent",
        "account": {"homePage": BASE, "name": derive_pseudonym(enrolment.learner)},
    }
    assert statement["context"] == {
        "registration": str(enrolment.key),
        "contextActivities": {
            "parent": [mentioned(f"{BASE}/id/units/{module.unit.key}", "module")],
            "grouping": [mentioned(course_iri, "course")],
            "category": [mentioned(f"{BASE}/id/profile/1", "profile")],
        },
        "language": "ru",
        "platform": "prison-staff-training",
        "extensions": {f"{BASE}/id/extensions/edition": edition.number},
    }
    slug = lesson.unit.slug
    assert statement["object"] == {
        "id": f"{BASE}/id/units/{lesson.unit.key}",
        "objectType": "Activity",
        "definition": {
            "name": {"kk": f"{slug} kk", "ru": f"{slug} ru", "en": f"{slug} en"},
            "type": "http://adlnet.gov/expapi/activities/lesson",
        },
    }


def test_pages_that_are_only_read_are_experienced():
    module = UnitVersionFactory(unit__kind=Unit.Kind.MODULE)
    edition = EditionFactory(course=module.unit.course, versions=[module])

    progress.start_unit(
        EnrolmentFactory(edition=edition), module.unit, language="kk", at=NOW
    )

    assert verbs(told()) == ["experienced"]


def test_pass_has_score_success_and_duration():
    attempt = marked_attempt(wrong={2})

    passed = one(told(), "passed")

    assert passed["result"] == {
        "score": {"scaled": 0.75, "raw": 3, "min": 0, "max": 4},
        "success": True,
        "completion": True,
        "duration": "PT05M00S",
    }
    values = passed["context"]["extensions"]
    assert values[extensions.ATTEMPT.iri] == attempt.number


def test_fail_tells_no_completion():
    attempt = marked_attempt(wrong={1, 2})

    statements = told(attempt.enrolment)

    assert one(statements, "failed")["result"]["success"] is False
    assert "earned" not in verbs(statements)
    assert not Completion.objects.exists()


def test_answer_has_response_and_pattern():
    attempt = begin(bank=[{"type": "multiple", "key": {"right": ["c", "a"]}}] * 4)
    save(attempt, 1, {"choice": ["c", "b"]}, 1, at=NOW + timedelta(minutes=1))
    save(attempt, 2, {"choice": ["c", "a"]}, 1, at=NOW + timedelta(minutes=2))
    save(attempt, 3, {"choice": []}, 1, at=NOW + timedelta(minutes=3))
    attempt_marking.mark_attempt(attempt, at=HANDED_IN)

    statements = told()[-5:-1]

    assert verbs(statements) == ["answered", "answered", "skipped", "skipped"]
    assert [item["result"] for item in statements] == [
        {"response": "b[,]c", "success": False},
        {"response": "a[,]c", "success": True},
        {"success": False},
        {"success": False},
    ]
    assert statements[1]["timestamp"] == (NOW + timedelta(minutes=2)).isoformat()
    definition = statements[0]["object"]["definition"]
    assert definition["interactionType"] == "choice"
    assert definition["correctResponsesPattern"] == ["a[,]c"]
    assert [choice["id"] for choice in definition["choices"]] == ["a", "b", "c", "d"]
    assert set(definition["name"]) == {"kk", "ru", "en"}


def test_true_or_false_is_told_as_such():
    facts = {"type": "truefalse", "key": {"right": ["a"]}, "body": body(1, "ab")}
    attempt = begin(bank=[facts] * 4)
    save(attempt, 1, {"choice": ["b"]}, 1, at=NOW)
    save(attempt, 2, {"choice": ["a"]}, 1, at=NOW)
    attempt_marking.mark_attempt(attempt, at=HANDED_IN)

    first, second = told()[-5:-3]

    assert first["result"] == {"response": "false", "success": False}
    assert second["result"] == {"response": "true", "success": True}
    definition = first["object"]["definition"]
    assert definition["interactionType"] == "true-false"
    assert definition["correctResponsesPattern"] == ["true"]
    assert "choices" not in definition


def test_self_check_and_decision_are_told_each_time():
    enrolment = EnrolmentFactory()
    unit = enrolment.edition.entries.get().version.unit
    progress.start_unit(enrolment, unit, language="kk", at=NOW)
    for minute, correct in enumerate([False, True]):
        answered = SelfCheckAnswered(
            enrolment,
            unit,
            "check-1",
            correct=correct,
            score=float(correct),
            interaction="choice",
            response="a[,]b",
            cites=["NMR 36"][:minute],
            language="kk",
            at=NOW + timedelta(minutes=minute),
        )
        progress.record_self_check_answer(answered, given=["a", "b"])
    decided = ScenarioDecided(
        enrolment,
        unit,
        "scene-1",
        "walk",
        node="n2",
        score=-1,
        correct=None,
        language="kk",
        at=NOW,
    )
    progress.record_scenario_choice(decided)

    _started, first, second, decision = told()

    block = f"{BASE}/id/units/{unit.key}/blocks"
    assert [first["object"]["id"], first["result"]["success"]] == [
        f"{block}/check-1",
        False,
    ]
    assert first["object"]["definition"]["interactionType"] == "choice"
    assert extensions.CITES.iri not in first["context"]["extensions"]
    assert second["context"]["extensions"][extensions.CITES.iri] == ["NMR 36"]
    assert second["result"] == {
        "score": {"scaled": 1},
        "success": True,
        "response": "a[,]b",
    }
    assert decision["object"]["id"] == f"{block}/scene-1"
    assert decision["result"] == {
        "score": {"raw": -1},
        "response": "walk",
        "extensions": {extensions.NODE.iri: "n2"},
    }


def test_telling_twice_stores_nothing_twice():
    attempt = marked_attempt()
    before = told()

    attempt_marking.mark_attempt(attempt, at=HANDED_IN + timedelta(minutes=1))
    for unit in Unit.objects.filter(kind=Unit.Kind.LESSON):
        progress.finish_unit(attempt.enrolment, unit, language="en")

    assert told() == before


def test_ids_follow_from_the_fact_and_from_a_key_that_nobody_else_has(settings):
    ids = [iris.derive_statement_id("passed", key) for key in (1, 1, 2)]
    assert ids[0] == ids[1] != ids[2]
    assert all(uuid.version == 4 for uuid in map(UUID, map(str, ids)))

    settings.PSEUDONYM_KEY = "another key"

    assert iris.derive_statement_id("passed", 1) not in ids


def test_rolled_back_fact_takes_its_story_with_it():
    attempt = begin()
    answer(attempt)
    before = told()

    with pytest.raises(RuntimeError), transaction.atomic():
        attempt_marking.mark_attempt(attempt, at=HANDED_IN)
        raise RuntimeError

    assert told() == before
    assert Attempt.objects.get().is_open
    assert not Completion.objects.exists()
    assert not Outbox.objects.exists()


def test_telling_takes_the_same_queries_for_any_number_of_questions():
    marked_attempt()
    counts = []
    for number in (1, 3):
        edition = edition_with_exam([{}] * number, questions=number)
        attempt = begin(exam_enrolment(edition=edition))
        answer(attempt)
        with CaptureQueriesContext(connection) as queries:
            attempt_marking.mark_attempt(attempt, at=HANDED_IN)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_timeline_is_one_persons_newest_first():
    attempt = marked_attempt()
    marked_attempt()

    rows = list(list_person_statements(attempt.enrolment.learner))

    assert [row.content for row in rows] == told(attempt.enrolment)[::-1]
    assert all(one.pk > two.pk for one, two in pairwise(rows))
