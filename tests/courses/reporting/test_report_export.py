"""What is noted of a report that is taken out bit by bit."""

import pytest
from django.utils import timezone

from courses.reporting.report_export import ReportExport, stream_csv
from courses.reporting.report_selection import ReportSelection, list_remit_tops
from elearning.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


def test_csv_that_nobody_takes_to_its_end_says_so_in_the_trail(service):
    officer = service.officer
    selection = ReportSelection(officer, timezone.localdate(), list_remit_tops(officer))
    taking = ReportExport(selection, "people", "csv", "Inspection", timezone.now())

    pieces = stream_csv(taking)
    began = Entry.objects.get(action="compliance.exported")
    next(pieces)
    pieces.close()

    ended = Entry.objects.get(action="compliance.export_ended")
    assert (ended.by, ended.reason) == (officer, "Inspection")
    assert ended.details == {"began": began.pk, "rows": 0, "whole": False}
