"""Forgetting somebody: all of theirs, nothing of others', and a trail that says so."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from courses.assessment.models import PracticeAnswer
from courses.assessment.practice import course_practice
from courses.records.models import Completion
from courses.records.statements import statement_builder
from courses.records.statements.pseudonyms import derive_pseudonym
from elearning.audit.models import Entry
from elearning.lrs.models import (
    Agent,
    Attachment,
    Document,
    Statement,
    StatementAttachment,
    Target,
)
from elearning.lrs.statements.statement_store import store_statements
from tests.elearning.lrs.callers import Caller
from tests.factories.assessment import NOW, exam_enrolment
from tests.factories.lrs import (
    AUTHORITY,
    BOOK,
    LEARNER,
    OTHER,
    about,
    statement,
    voiding,
)
from tests.factories.records import marked_attempt

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
WHO = json.dumps(LEARNER)


def forget(who=WHO, *flags, reason="Asked to on 1 March"):
    said = StringIO()
    call_command("lrs_forget", who, *flags, reason=reason, stdout=said)
    return said.getvalue()


def keep(*statements):
    return store_statements(statements, authority=AUTHORITY)


def attach(sha2, *statement_ids):
    attachment = Attachment.objects.create(sha2=sha2, content=b"data")
    for row in Statement.objects.filter(uuid__in=statement_ids):
        StatementAttachment.objects.create(statement=row, attachment=attachment)


@pytest.mark.parametrize(
    "who",
    [
        "999999",
        "",
        "{",
        '{"name": "Asel"}',
        '{"mbox": "learner@example.org"}',
        json.dumps({"objectType": "Group", "member": [LEARNER]}),
    ],
)
def test_nobody_is_not_forgotten(who):
    keep(statement())

    with pytest.raises(CommandError):
        forget(who, "--yes")

    assert Statement.objects.count() == 1
    assert not Entry.objects.exists()


@pytest.mark.parametrize("reason", ["", "  "])
def test_reason_is_required(reason):
    with pytest.raises(CommandError):
        forget(WHO, "--yes", reason=reason)


def test_without_yes_nothing_changes():
    keep(statement(), statement(actor=OTHER))

    said = forget()

    assert said == (
        "Would delete (--yes does it):\nstatements: 1, attachments: 0, documents: 0\n"
    )
    assert Statement.objects.count() == 2
    assert not Entry.objects.exists()


def test_all_that_is_hers_goes_and_nothing_else(client):
    group = {"objectType": "Group", "member": [LEARNER, OTHER]}
    theirs = keep(
        statement(),
        statement(actor=OTHER, object=LEARNER | {"objectType": "Agent"}),
        statement(actor=group),
    )
    others = keep(
        statement(actor=OTHER),
        statement(actor=OTHER, object=about(theirs[0])),
        statement(actor=OTHER, context={"instructor": LEARNER}),
    )
    attach("a" * 64, theirs[0], theirs[1])
    attach("b" * 64, theirs[0], others[0])
    lrs = Caller(client)
    for agent in (LEARNER, OTHER):
        state = {"activityId": BOOK, "agent": agent, "stateId": "page"}
        lrs.put("activities/state", state, {"page": 7})
        lrs.put("agents/profile", {"agent": agent, "profileId": "size"}, {"size": 2})
    said = forget(WHO, "--yes")

    assert said == (
        "Deleted:\nstatements: 3, attachments: 1, documents: 2\n"
        "statements of others that name them: 1, kept\n"
    )
    assert {str(row.uuid) for row in Statement.objects.all()} == set(others)
    assert [row.sha2 for row in Attachment.objects.all()] == ["b" * 64]
    assert Document.objects.count() == 2


def test_trail_says_that_and_why_but_not_who():
    keep(statement())

    forget(WHO, "--yes")

    entry = Entry.objects.get()
    assert (entry.action, entry.reason) == ("records.forgotten", "Asked to on 1 March")
    counts = dict.fromkeys(["attachments", "documents", "mentions", "practised"], 0)
    digest = entry.details.pop("agent")
    assert entry.details == counts | {"statements": 1}
    assert len(digest) == 64
    assert "learner" not in json.dumps(entry.details)


def test_address_is_kept_nowhere():
    keep(statement())

    forget(WHO, "--yes")

    assert not Agent.objects.filter(name__contains="learner").exists()


def test_forgotten_agent_may_come_back():
    keep(statement())
    forget(WHO, "--yes")

    keep(statement())

    assert "statements: 1" in forget()


def test_voided_statements_go_too():
    (voided,) = keep(statement())
    keep(voiding(voided, actor=OTHER))

    forget(WHO, "--yes")

    assert Statement.objects.count() == 1


def test_staff_are_named_by_number_or_pseudonym_and_facts_stay():
    attempt = marked_attempt()
    learner = attempt.enrolment.learner
    told = Statement.objects.count()
    own = len(xapi_statements(learner))
    line = f"statements: {own}, attachments: 0, documents: 0"
    before = Entry.objects.count()

    assert line in forget(derive_pseudonym(learner))
    assert line in forget(learner.staff_number, "--yes")

    assert Statement.objects.count() == told - own
    assert Completion.objects.filter(learner=learner).exists()
    entry = Entry.objects.latest("pk")
    assert (Entry.objects.count() - before, entry.person) == (1, str(learner.key))


def test_answers_given_to_practise_go_and_those_of_others_stay():
    mine, others = practised(), practised()

    said = forget(mine.enrolment.learner.staff_number, "--yes")

    assert "answers given to practise: 1\n" in said
    assert set(PracticeAnswer.objects.all()) == {others}
    assert Entry.objects.latest("pk").details["practised"] == 1


def test_answers_given_to_practise_are_counted_first():
    mine = practised()

    said = forget(mine.enrolment.learner.staff_number)

    assert "answers given to practise: 1\n" in said
    assert PracticeAnswer.objects.exists()


def practised():
    """An answer that somebody gave to practise."""
    enrolment = exam_enrolment([{"for_practice": True}, {}], paper={"questions": 1})
    question = course_practice.find_practice_question(
        enrolment, course_practice.build_practice_progress(enrolment).next_key
    )
    sent = {"choice": ["a"]}
    return course_practice.record_practice_answer(
        enrolment, question, sent, language="kk", at=NOW
    )


def xapi_statements(learner):
    agent = statement_builder.build_agent(learner).as_version()
    return [row for row in Statement.objects.all() if row.content["actor"] == agent]


def test_other_stores_are_spoken_of():
    Target.objects.create(name="office", endpoint="https://example.org/xapi")

    assert "keep their copies" in forget()
