"""Certificates under a guideline that changes."""

from datetime import UTC, datetime, time, timedelta

from courses.models import UnitText
from courses.provisions import citation_index
from courses.provisions.document_release import release_document
from tests.factories.approvals import approved
from tests.factories.assessment import NOW, edition_with_exam
from tests.factories.certificates import CertificateFactory
from tests.factories.courses import LONG_AGO, EnrolmentFactory
from tests.factories.provisions import published_guideline, weighed

DAY = timedelta(days=1)


def guideline(*numbers, code="MG-6"):
    """The first edition of a guideline with these clauses."""
    version = published_guideline(*numbers, code=code)
    return release_document(version, approved([version.digest]), by=None, at=LONG_AGO)


def change(*substantive, among=("1.1", "1.2"), words="Жаңа", code="MG-6", at=NOW):
    """The edition that changes the clauses ``among``, and these of them in substance."""
    version = published_guideline(*among, code=code, words=words)
    weighed(version, *substantive)
    return release_document(version, approved([version.digest]), by=None, at=at)


def cite(version, *codes):
    """Have a version of a unit rest on clauses."""
    UnitText.objects.filter(version=version).update(details={"cites": list(codes)})
    citation_index.index_unit_version(version)


def questions_of(edition):
    rows = edition.entries.filter(version__unit__kind="question")
    return [one.version.question for one in rows.order_by("position")]


def edition_citing(*codes, asked=0, questions=4, **paper):
    """An edition whose lesson rests on clauses, and so many of its questions."""
    edition = edition_with_exam([{}] * questions, questions=2, **paper)
    cite(edition.entries.get(position=1).version, *codes)
    for question in questions_of(edition)[:asked]:
        cite(question.version, *codes)
    return edition


def held(edition, **facts):
    """A certificate of somebody who passed by ``edition`` the day before the change."""
    passed_on = facts.pop("passed_on", (NOW - DAY).date())
    at = datetime.combine(passed_on, time(6), UTC)
    enrolment = EnrolmentFactory(
        edition=edition,
        completed_at=at,
        **({"learner": facts.pop("learner")} if "learner" in facts else {}),
    )
    return CertificateFactory(
        completion__edition=edition,
        completion__enrolment=enrolment,
        completion__learner=enrolment.learner,
        completion__passed_on=passed_on,
        completion__completed_at=at,
        completion__recorded_at=at,
        **{f"completion__{name}": value for name, value in facts.items()},
    )
