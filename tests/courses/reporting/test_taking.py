"""What is noted of a report that is taken out bit by bit."""

import pytest
from django.utils import timezone

from courses.reporting.selecting import Selection, places_of
from courses.reporting.taking import Taking, streamed
from elearning.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


def test_csv_that_nobody_takes_to_its_end_says_so_in_the_trail(service):
    officer = service.officer
    selection = Selection(officer, timezone.localdate(), places_of(officer))
    taking = Taking(selection, "people", "csv", "Inspection", timezone.now())

    pieces = streamed(taking)
    began = Entry.objects.get(action="compliance.exported")
    next(pieces)
    pieces.close()

    ended = Entry.objects.get(action="compliance.export_ended")
    assert (ended.by, ended.reason) == (officer, "Inspection")
    assert ended.details == {"began": began.pk, "rows": 0, "whole": False}
