"""Guidelines are told as read once, however many windows show them."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from courses.provisions.document_release import release_document
from courses.records.statements.guideline_session_statements import emit_guideline_read
from elearning.lrs.statements import activity_definitions, id_lookup
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.assessment import NOW
from tests.factories.provisions import published_guideline
from tests.factories.records import told, verbs
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db(transaction=True)
WINDOWS = 4


@pytest.fixture(autouse=True)
def _forget():
    yield
    id_lookup.clear_id_cache()
    activity_definitions.clear_definition_cache()


def test_guideline_opened_in_many_windows_at_once_is_told_once():
    learner, start = StaffMemberFactory(), Barrier(WINDOWS)
    version = published_guideline("1.1", by=UserFactory())
    edition = release_document(version, approved([version.digest]), by=None)

    def look():
        start.wait(10)
        try:
            emit_guideline_read(learner, edition, language="kk", at=NOW)
        finally:
            connection.close()

    windows = [Thread(target=look) for _window in range(WINDOWS)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()

    assert verbs(told()) == ["read"]
