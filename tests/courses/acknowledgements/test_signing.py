"""Read and signed on paper: entered by the office, and asked anew by a new issue."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from courses.acknowledgements.acknowledgement_records import record_paper_signature
from courses.acknowledgements.models import Acknowledgement, PaperIssue
from courses.acknowledgements.reading_duties import list_reading_duties
from courses.acknowledgements.reading_rules import record_paper_issue
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.lrs.models import Statement
from elearning.staff.models import StaffMember
from tests.courses.acknowledgements.reading import duty_of, on_paper, refused, rule
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("day", [date(2999, 1, 1)])
def test_signature_of_a_day_to_come_is_refused(reader, day):
    assert "still to come" in refused(
        record_paper_signature, reader, on_paper(), read_on=day, by=UserFactory()
    )


def test_guideline_that_is_read_here_takes_no_signature_on_paper(reader, edition):
    words = refused(
        record_paper_signature,
        reader,
        edition.document,
        read_on=date(2026, 1, 1),
        by=UserFactory(),
    )

    assert words.startswith("This guideline is read on the platform.")


def test_nobody_enters_her_own_signature_nor_one_twice(reader):
    document, day, officer = on_paper(), date(2026, 1, 1), UserFactory()

    assert "own signature" in refused(
        record_paper_signature, reader, document, read_on=day, by=reader.user
    )
    record_paper_signature(reader, document, read_on=day, by=officer)
    assert "already been entered" in refused(
        record_paper_signature, reader, document, read_on=day, by=officer
    )
    assert Acknowledgement.objects.count() == 1
    assert not Statement.objects.exists()


def test_officer_enters_a_signature_and_no_file(client, officer, reader):
    on_paper()
    address = f"/en/desk/people/{reader.key}/signed/"
    given = {"document": "MG-9", "read_on": "2026-01-01"}
    sheet = SimpleUploadedFile("sheet.pdf", b"%PDF-")
    refusal = client.post(address, given | {"sheet": sheet})
    assert "You cannot upload a file here." in refusal.content.decode()
    assert not Acknowledgement.objects.exists()

    assert client.post(address, given).status_code == 302
    row = Acknowledgement.objects.get()
    assert (row.learner, row.is_on_paper, row.recorded_by) == (reader, True, officer)


def issued(document, on=date(2026, 2, 1), reason="Жаңа тармақ", by=None):
    return record_paper_issue(
        document, issued_on=on, reason=reason, by=by or UserFactory()
    )


def test_new_issue_of_what_is_read_here_to_come_without_reason_or_twice_is_refused(
    edition,
):
    document = on_paper()
    tomorrow = timezone.localdate() + timedelta(days=1)

    assert "read on the platform" in refused(issued, edition.document)
    assert "still to come" in refused(issued, document, on=tomorrow)
    assert "in a sentence" in refused(issued, document, reason="  ")
    issued(document)
    assert "already been recorded" in refused(issued, document)
    assert PaperIssue.objects.count() == 1


def test_new_issue_on_paper_asks_anew_with_its_own_days(reader, appointed):
    document = on_paper()
    rule(appointed, document)
    record_paper_signature(
        reader, document, read_on=date(2026, 1, 20), by=UserFactory()
    )

    issued(document)

    assert duty_of(reader, date(2026, 1, 31)) == [("MG-9", "completed")]
    (duty,) = list_reading_duties(StaffMember.objects.all(), on=date(2026, 2, 2))
    assert (duty.state, duty.due_on) == ("due", date(2026, 3, 3))
    assert duty.before is not None
    record_paper_signature(
        reader, document, read_on=date(2026, 2, 10), by=UserFactory()
    )
    assert duty_of(reader, date(2026, 4, 1)) == [("MG-9", "completed")]


def test_ministry_notes_a_new_issue_on_its_page(client, officer):
    document = on_paper()
    officer.groups.add(Group.objects.get_or_create(name=Role.MINISTRY_HR)[0])
    address = reverse("desk:new-issue")

    wrong = client.post(address, {"document": "MG-9", "issued_on": "2026-02-01"})
    assert wrong.status_code == 400
    assert set(wrong.context["form"].errors) == {"reason"}
    sent = {"document": "MG-9", "issued_on": "2026-02-01", "reason": "Жаңа тармақ"}
    assert client.post(address, sent).url == reverse("desk:reading-rules")

    row = PaperIssue.objects.get(document=document)
    assert (row.issued_on, row.by) == (date(2026, 2, 1), officer)
    assert Entry.objects.get(action="acknowledging.issue_noted").by == officer
