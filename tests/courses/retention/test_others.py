"""What other systems stored has no time after which the platform removes it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import Enrolment
from courses.records import statement_retention
from courses.records.statements import statement_builder, verbs
from courses.retention import retention_rules, retention_sweeps
from courses.retention.models import RetentionRun
from elearning.lrs.models import Statement
from elearning.lrs.statements.statement_store import store_statements
from tests.courses.retention.answers import remove
from tests.factories.assessment import NOW, exam_enrolment
from tests.factories.lrs import AUTHORITY, statement
from tests.factories.records import marked_attempt
from tests.factories.retention import LATER

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

MUCH_LATER = timezone.now() + timedelta(days=3 * 366)


def told(verb, *, authority=AUTHORITY, **context):
    (uuid,) = store_statements(
        [statement(verb={"id": verb.iri}, context=context)], authority=authority
    )
    return uuid


def kept(uuids):
    return {str(one) for one in Statement.objects.values_list("uuid", flat=True)} & {
        *uuids
    }


def test_learning_that_another_system_told_stays_when_its_time_is_over():
    learning = (verbs.EXPERIENCED, verbs.INITIALIZED, verbs.PROGRESSED)
    theirs = {told(verb) for verb in learning}
    ours = {
        told(verb, authority=statement_builder.build_authority()) for verb in learning
    }
    assert statement_retention.count_learning_before(MUCH_LATER) == len(ours)

    retention_sweeps.remove_expired_records(MUCH_LATER)

    assert kept(theirs | ours) == theirs
    assert RetentionRun.objects.get(rule=retention_rules.LEARNING.key).number == len(
        ours
    )


def test_nothing_is_due_where_only_others_told_something():
    told(verbs.EXPERIENCED)

    assert statement_retention.find_oldest_learning() is None
    assert statement_retention.count_learning_before(MUCH_LATER) == 0


def test_answers_in_lessons_that_another_system_told_stay():
    enrolment = marked_attempt().enrolment
    progress = enrolment.progress.first()
    progress.notes = {"block": ["a"]}
    progress.save()
    Enrolment.objects.filter(pk=enrolment.pk).update(enrolled_at=NOW)
    theirs = told(verbs.ANSWERED, registration=str(enrolment.key))
    ours = told(
        verbs.ANSWERED,
        authority=statement_builder.build_authority(),
        registration=str(enrolment.key),
    )

    remove(LATER)

    assert kept([theirs, ours]) == {theirs}


def test_erasure_takes_what_other_systems_told_of_the_person():
    learner = exam_enrolment().learner
    agent = statement_builder.build_agent(learner).as_version()
    theirs = statement(actor=agent, verb={"id": verbs.EXPERIENCED.iri})
    (uuid,) = store_statements([theirs], authority=AUTHORITY)

    statement_retention.remove_learner_statements(learner, sparing=[])

    assert not kept([uuid])
