"""What a reader is told she has seen: all that is here, nothing that is on its way."""

from datetime import datetime
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from elearning.lrs.models import Statement
from elearning.lrs.statements import consistency, id_lookup
from elearning.lrs.statements.statement_store import store_statements
from tests.factories.lrs import AUTHORITY, headers, statement

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _forget():
    yield
    id_lookup.clear_id_cache()


def test_what_is_here_is_covered_and_no_future(client):
    store_statements([statement()], authority=AUTHORITY)

    answer = client.get("/xapi/statements", headers=headers())

    through = datetime.fromisoformat(answer["X-Experience-API-Consistent-Through"])
    assert Statement.objects.get().stored_at <= through <= timezone.now()


def test_statement_on_its_way_is_not_covered():
    written, seen = Event(), Event()
    stored = []

    def write():
        with transaction.atomic():
            store_statements([statement()], authority=AUTHORITY)
            stored.append(Statement.objects.get().stored_at)
            written.set()
            seen.wait(10)
        connection.close()

    writer = Thread(target=write)
    writer.start()
    assert written.wait(10)
    during, visible = (
        consistency.compute_consistent_through(),
        Statement.objects.exists(),
    )
    seen.set()
    writer.join()

    assert not visible
    assert during <= stored[0]
    assert Statement.objects.exists()
