"""A guideline, somebody who has to read it, and the office that looks after her."""

import pytest

from courses.provisions.document_release import release_document
from elearning.accounts.roles import Role
from tests.factories.accounts import pass_both_steps
from tests.factories.approvals import approved
from tests.factories.provisions import published_guideline
from tests.factories.staff import AppointmentFactory, RemitFactory, StaffMemberFactory


@pytest.fixture
def edition():
    """The first edition of MG-6."""
    version = published_guideline("1.1", "1.2")
    return release_document(version, approved([version.digest]), by=None)


@pytest.fixture
def reader():
    return StaffMemberFactory()


@pytest.fixture
def appointed(reader):
    return AppointmentFactory(staff_member=reader)


@pytest.fixture
def officer(client, appointed):
    """An officer who looks after the reader's establishment, signed in."""
    remit = RemitFactory(establishment=appointed.establishment, role=Role.FACILITY_HR)
    pass_both_steps(client, remit.user)
    return remit.user
