"""What other systems stored has no time after which the platform removes it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import Enrolment
from courses.records import lapsing, verbs, xapi
from courses.retention import removing, rules
from courses.retention.models import RetentionRun
from elearning.lrs.models import Statement
from elearning.lrs.storing import store
from tests.courses.retention.answers import remove
from tests.factories.assessment import NOW, exam_enrolment
from tests.factories.lrs import AUTHORITY, statement
from tests.factories.records import marked_attempt
from tests.factories.retention import LATER

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

MUCH_LATER = timezone.now() + timedelta(days=3 * 366)


def told(verb, *, authority=AUTHORITY, **context):
    (uuid,) = store(
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
    ours = {told(verb, authority=xapi.authority()) for verb in learning}
    assert lapsing.learning_before(MUCH_LATER) == len(ours)

    removing.remove_due(MUCH_LATER)

    assert kept(theirs | ours) == theirs
    assert RetentionRun.objects.get(rule=rules.LEARNING.key).number == len(ours)


def test_nothing_is_due_where_only_others_told_something():
    told(verbs.EXPERIENCED)

    assert lapsing.oldest_learning() is None
    assert lapsing.learning_before(MUCH_LATER) == 0


def test_answers_in_lessons_that_another_system_told_stay():
    enrolment = marked_attempt().enrolment
    progress = enrolment.progress.first()
    progress.notes = {"block": ["a"]}
    progress.save()
    Enrolment.objects.filter(pk=enrolment.pk).update(enrolled_at=NOW)
    theirs = told(verbs.ANSWERED, registration=str(enrolment.key))
    ours = told(
        verbs.ANSWERED, authority=xapi.authority(), registration=str(enrolment.key)
    )

    remove(LATER)

    assert kept([theirs, ours]) == {theirs}


def test_erasure_takes_what_other_systems_told_of_the_person():
    learner = exam_enrolment().learner
    agent = xapi.agent(learner).as_version()
    theirs = statement(actor=agent, verb={"id": verbs.EXPERIENCED.iri})
    (uuid,) = store([theirs], authority=AUTHORITY)

    lapsing.remove_learning_of(learner, sparing=[])

    assert not kept([uuid])
