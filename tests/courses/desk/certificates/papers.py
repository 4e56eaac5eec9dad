"""Certificates of the people in the two prisons of the desk's tests."""

from datetime import UTC, date, datetime

from courses.certificates.lifecycle import certificate_revocation
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.certificates import CertificateFactory

FAR = date(2100, 1, 1)
AT = datetime(2026, 5, 4, 4, 0, tzinfo=UTC)


def paper(person, **facts):
    """A certificate of ``person`` that counts for a long time."""
    wanted = {"completion__learner": person, "completion__expires_on": FAR}
    return CertificateFactory(**wanted | facts)


def hr(role=Role.MINISTRY_HR):
    return UserFactory(roles=[role])


def proposed(certificate, by=None):
    return certificate_revocation.propose_revocation(
        certificate,
        ground="breach",
        authority="Training department",
        reason="A telephone was used.",
        by=by or hr(),
        at=AT,
    )


def revoked(certificate):
    return certificate_revocation.decide_revocation(
        proposed(certificate), is_confirmed=True, reason="Seen.", by=hr(), at=AT
    )
