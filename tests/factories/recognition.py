"""Training passed elsewhere, entered and decided; and the scans that come with it."""

import io
from datetime import UTC, date, datetime

import factory
import pikepdf
from PIL import Image

from courses.recognition import pass_corrections, prior_learning_decisions
from courses.recognition.models import Claim
from courses.records.completions.completion_correction import CorrectionRequest
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.certificates import (
    CertificateFactory,
    CertifiedCompletionFactory,
)
from tests.factories.courses import CourseFactory, EditionFactory
from tests.factories.staff import StaffMemberFactory

AT = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)


def officer(role=Role.FACILITY_HR):
    return UserFactory(roles=[role])


class ClaimFactory(factory.django.DjangoModelFactory):
    """A certificate of another academy from 2024, entered and not decided."""

    class Meta:
        model = Claim

    learner = factory.SubFactory(StaffMemberFactory)
    course = factory.SubFactory(CourseFactory)
    passed_on = date(2024, 9, 10)
    expires_on = date(2026, 9, 10)
    issuer = "Academy of Kostanay"
    document_number = "КА 017-24"
    proposed_by = factory.LazyFunction(officer)
    proposed_at = AT


def decided(claim, *, is_confirmed=True, by=None):
    return prior_learning_decisions.decide_prior_learning(
        claim, is_confirmed=is_confirmed, reason="Seen.", by=by or officer(), at=AT
    )


def photograph(kind="JPEG", size=(60, 40), **notes):
    """A picture of a paper, with the notes of the telephone that took it."""
    exif = Image.Exif()
    exif[0x010F] = notes.get("maker", "Telephone of Serikov")
    file = io.BytesIO()
    Image.new("RGB", size, "white").save(file, kind, exif=exif)
    return file.getvalue()


def sheet(pages=1, *, script=False, password=""):
    """A scanned PDF with an author, and a script where asked for."""
    file = io.BytesIO()
    with pikepdf.new() as paper:
        for _page in range(pages):
            paper.add_blank_page()
        paper.docinfo["/Author"] = "Serikov"
        if script:
            paper.Root.OpenAction = pikepdf.Dictionary(
                S=pikepdf.Name.JavaScript, JS="app.alert(1)"
            )
        lock = pikepdf.Encryption(owner=password, user=password) if password else None
        paper.save(file, encryption=lock or False)
    return file.getvalue()


def certified(learner=None, course=None, **facts):
    """A pass of an exam with the certificate that was issued for it."""
    completion = CertifiedCompletionFactory(
        learner=learner or StaffMemberFactory(),
        edition=EditionFactory(course=course or CourseFactory()),
        **facts,
    )
    CertificateFactory(completion=completion)
    return completion


def proposed_correction(completion, passed_on, *, by=None, score=None, until=None):
    """A correction of the day, seen and proposed."""
    wanted = CorrectionRequest(passed_on, score or completion.score, until)
    _changes, seal = pass_corrections.preview_correction(completion, wanted, at=AT)
    return pass_corrections.propose_correction(
        completion,
        wanted,
        reason="The protocol says so.",
        seen=seal,
        by=by or officer(),
        at=AT,
    )


def corrected(correction, *, is_confirmed=True, by=None):
    """The same, decided by a second person who saw its effect."""
    wanted = pass_corrections.build_corrected_values(correction)
    _changes, seal = pass_corrections.preview_correction(
        correction.completion, wanted, at=AT
    )
    return pass_corrections.decide_correction(
        correction,
        is_confirmed=is_confirmed,
        reason="Compared with the protocol.",
        seen=seal,
        by=by or officer(),
        at=AT,
    )
