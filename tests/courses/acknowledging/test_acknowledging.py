"""Read and understood: said once, by herself, about what stands now."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from courses.acknowledging import reminding
from courses.acknowledging.acknowledging import acknowledge, enter_paper
from courses.acknowledging.duties import duties
from courses.acknowledging.errors import AcknowledgementError
from courses.acknowledging.models import Acknowledgement, PaperIssue
from courses.acknowledging.requiring import end_rule, note_issue, require
from courses.certificates.models import Certificate
from courses.provisions.models import Document
from courses.provisions.releasing import release
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.lrs.models import Statement
from elearning.notices.models import Notice
from elearning.staff.models import Absence, StaffMember
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.provisions import (
    DocumentFactory,
    changed_guideline,
    published_guideline,
    released_instrument,
)
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
    PostFactory,
    RemitFactory,
    StaffMemberFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    """The first edition of MG-6."""
    version = published_guideline("1.1", "1.2")
    return release(version, approved([version.digest]), by=None)


@pytest.fixture
def reader():
    return StaffMemberFactory()


def on_paper(code="MG-9"):
    """A guideline of which the register has the entry alone."""
    return DocumentFactory(
        kind="guideline",
        code=code,
        distribution=Document.Distribution.REGISTER_ONLY,
    )


def said(reader, edition, **given):
    return acknowledge(reader, edition, language="kk", by=given.pop("by", reader.user))


def refused(call, *args, **given):
    with translation.override("en"), pytest.raises(AcknowledgementError) as error:
        call(*args, **given)
    return str(error.value)


# --- On the screen ------------------------------------------------------------------


def test_nobody_acknowledges_for_somebody_else(reader, edition):
    assert refused(said, reader, edition, by=UserFactory()) == (
        "Everybody acknowledges for herself. Ask her to do it on her own account."
    )
    assert not Acknowledgement.objects.exists()


def test_edition_that_was_replaced_meanwhile_is_refused(reader, edition):
    changed_guideline("1.1", "1.2")

    assert refused(said, reader, edition) == (
        "A newer edition has been released meanwhile. Read it, then confirm it."
    )


def test_acknowledging_twice_keeps_the_first_and_tells_it_once(reader, edition):
    first = said(reader, edition)

    assert said(reader, edition) == first
    (statement,) = Statement.objects.all()
    assert statement.content["verb"]["id"].endswith("acknowledge")
    assert reader.full_name not in str(statement.content)


def test_acknowledgement_earns_no_certificate(reader, edition):
    said(reader, edition)

    assert not Certificate.objects.exists()


def page_of(client, reader):
    client.force_login(reader.user)
    return client.get("/en/guidelines/mg-6/").content.decode()


def test_reader_confirms_on_the_page_and_is_told_so(client, reader, edition):
    assert "I have read and understood this" in page_of(client, reader)

    answer = client.post(
        "/en/guidelines/mg-6/acknowledge/", {"edition": "1"}, follow=True
    )

    page = answer.content.decode()
    assert "You confirmed edition 1 on" in page
    assert "I have read and understood this" not in page


@pytest.mark.parametrize("seen", ["", "0", "2", "-1", "x", "9" * 40])
def test_confirming_an_edition_that_is_not_there_is_not_found(
    client, reader, edition, seen
):
    client.force_login(reader.user)

    answer = client.post("/en/guidelines/mg-6/acknowledge/", {"edition": seen})

    assert answer.status_code == 404
    assert not Acknowledgement.objects.exists()


def test_change_in_substance_asks_anew_and_leads_to_what_changed(
    client, reader, edition
):
    said(reader, edition)
    changed_guideline("1.1", "1.2", substantive=["1.1", "1.2"])

    page = page_of(client, reader)

    assert "Since then it has been changed in substance." in page
    assert "/en/guidelines/mg-6/editions/2/?since=1" in page
    assert "I have read and understood this" in page


def test_change_of_words_asks_nobody_anew(client, reader, edition):
    said(reader, edition)
    changed_guideline("1.1", "1.2")

    page = page_of(client, reader)

    assert "Since then only the wording has changed." in page
    assert "I have read and understood this" not in page


# --- On paper -----------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2999, 1, 1)])
def test_signature_of_a_day_to_come_is_refused(reader, day):
    assert "still to come" in refused(
        enter_paper, reader, on_paper(), read_on=day, by=UserFactory()
    )


def test_guideline_that_is_read_here_takes_no_signature_on_paper(reader, edition):
    words = refused(
        enter_paper,
        reader,
        edition.document,
        read_on=date(2026, 1, 1),
        by=UserFactory(),
    )

    assert words.startswith("This guideline is read here.")


def test_nobody_enters_her_own_signature_nor_one_twice(reader):
    document, day, officer = on_paper(), date(2026, 1, 1), UserFactory()

    assert "own signature" in refused(
        enter_paper, reader, document, read_on=day, by=reader.user
    )
    enter_paper(reader, document, read_on=day, by=officer)
    assert "entered already" in refused(
        enter_paper, reader, document, read_on=day, by=officer
    )
    assert Acknowledgement.objects.count() == 1
    assert not Statement.objects.exists()


# --- What has to be read ------------------------------------------------------------


def duty_of(reader, on=None):
    mine = StaffMember.objects.filter(pk=reader.pk)
    return [
        (one.document.code, one.state)
        for one in duties(mine, on=on or timezone.localdate())
    ]


@pytest.fixture
def appointed(reader):
    return AppointmentFactory(staff_member=reader)


def rule(appointed, document, **given):
    return require(
        appointed.post,
        document,
        starts_on=given.pop("starts_on", date(2020, 1, 1)),
        days=30,
        by=None,
        **given,
    )


def test_rule_for_an_instrument_or_a_second_one_is_refused(appointed, edition):
    released_instrument("1")
    nmr = Document.objects.get(code="NMR")

    assert refused(rule, appointed, nmr).startswith("Only guidelines")
    rule(appointed, edition.document)
    assert "End that one first" in refused(rule, appointed, edition.document)


def test_duty_is_due_then_overdue_then_done(reader, appointed, edition):
    rule(appointed, edition.document)
    today = timezone.localdate()

    assert duty_of(reader) == [("MG-6", "due")]
    assert duty_of(reader, today + timedelta(days=31)) == [("MG-6", "overdue")]
    said(reader, edition)
    assert duty_of(reader) == [("MG-6", "completed")]


def test_days_count_from_the_change_in_substance(reader, appointed, edition):
    rule(appointed, edition.document)
    said(reader, edition)
    changed_guideline("1.1", "1.2", substantive=["1.1"])

    (duty,) = duties(StaffMember.objects.all(), on=timezone.localdate())

    assert duty.state == "due"
    assert duty.before is not None
    assert duty.due_on == timezone.localdate() + timedelta(days=30)


def test_paper_is_a_duty_until_the_signature_is_entered(reader, appointed):
    document = on_paper()
    rule(appointed, document)

    assert duty_of(reader) == [("MG-9", "overdue")]
    enter_paper(reader, document, read_on=date(2026, 1, 1), by=UserFactory())
    assert duty_of(reader) == [("MG-9", "completed")]


def test_rule_that_has_ended_or_is_for_another_place_asks_nothing(
    reader, appointed, edition
):
    rule(appointed, edition.document, establishment=EstablishmentFactory())
    ended = rule(appointed, on_paper())
    end_rule(ended, on=date(2020, 2, 1), by=None)

    assert duty_of(reader) == []


def test_guideline_that_is_not_released_yet_asks_nothing(reader, appointed):
    rule(appointed, published_guideline("1.1").document)

    assert duty_of(reader) == []


def test_duties_of_three_take_as_many_queries_as_of_one(
    edition, django_assert_max_num_queries
):
    post = PostFactory()
    AppointmentFactory(post=post)
    require(post, edition.document, starts_on=date(2020, 1, 1), days=30, by=None)
    today = timezone.localdate()
    with django_assert_max_num_queries(5) as one:
        assert len(duties(StaffMember.objects.all(), on=today)) == 1
    for _number in range(2):
        said(AppointmentFactory(post=post).staff_member, edition)
    with django_assert_max_num_queries(5) as three:
        assert len(duties(StaffMember.objects.all(), on=today)) == 3
    assert len(one) == len(three)


def test_learner_sees_on_her_first_page_what_to_read(
    client, reader, appointed, edition
):
    rule(appointed, edition.document)
    client.force_login(reader.user)

    page = client.get(reverse("learner:training")).content.decode()

    assert "/kk/guidelines/mg-6/" in page
    said(reader, edition)
    assert (
        "/kk/guidelines/mg-6/"
        not in client.get(reverse("learner:training")).content.decode()
    )


# --- At the desk --------------------------------------------------------------------


@pytest.fixture
def officer(client, appointed):
    """An officer who looks after the reader's establishment, signed in."""
    remit = RemitFactory(establishment=appointed.establishment, role=Role.FACILITY_HR)
    client.force_login(remit.user)
    session = client.session
    session["second_factor"] = True
    session.save()
    return remit.user


def test_officer_enters_a_signature_and_no_file(client, officer, reader):
    on_paper()
    address = f"/en/desk/people/{reader.key}/signed/"
    given = {"document": "MG-9", "read_on": "2026-01-01"}
    sheet = SimpleUploadedFile("sheet.pdf", b"%PDF-")
    refusal = client.post(address, given | {"sheet": sheet})
    assert "No file is taken here." in refusal.content.decode()
    assert not Acknowledgement.objects.exists()

    assert client.post(address, given).status_code == 302
    row = Acknowledgement.objects.get()
    assert (row.learner, row.is_on_paper, row.recorded_by) == (reader, True, officer)


def test_officer_sees_the_duties_of_her_remit_alone(
    client, officer, appointed, edition
):
    rule(appointed, edition.document)
    AppointmentFactory(
        post=appointed.post, staff_member=StaffMemberFactory(family_name="Бөтенов")
    )

    page = client.get("/en/desk/acknowledgements/").content.decode()

    assert "Сериков" in page
    assert "Бөтенов" not in page


def notices_of(reader):
    return [(one.subject, one.url) for one in Notice.objects.filter(user=reader.user)]


def test_reader_is_reminded_once_each_at_14_7_and_1_days(reader, appointed, edition):
    rule(appointed, edition.document)
    now = timezone.now()
    last = timezone.localdate(now) + timedelta(days=30)

    def tick(days):
        return reminding.remind(now + timedelta(days=30 - days))

    with translation.override("en"):
        assert [tick(days) for days in (15, 14, 13, 1, 0, -1)] == [0, 1, 0, 1, 0, 0]
        words = f"Guideline MG-6: to be read by {last.day} {last:%B %Y}"
        assert notices_of(reader) == [(words, "/guidelines/mg-6/")] * 2


def test_nobody_is_reminded_of_what_she_has_read_or_while_away(
    reader, appointed, edition
):
    rule(appointed, edition.document)
    at = timezone.now() + timedelta(days=20)
    absence = Absence.objects.create(
        staff_member=reader,
        kind=Absence.Kind.ILLNESS,
        starts_on=date(2020, 1, 1),
        ends_on=timezone.localdate(at),
    )

    assert reminding.remind(at) == 0
    said(reader, edition)
    assert absence.holds_on(timezone.localdate(at))
    assert reminding.remind(at + timedelta(days=1)) == 0


# --- a new issue on paper ---------------------------------------------------------------


def issued(document, on=date(2026, 2, 1), reason="Жаңа тармақ", by=None):
    return note_issue(document, issued_on=on, reason=reason, by=by or UserFactory())


def test_new_issue_of_what_is_read_here_to_come_without_reason_or_twice_is_refused(
    edition,
):
    document = on_paper()
    tomorrow = timezone.localdate() + timedelta(days=1)

    assert "read here" in refused(issued, edition.document)
    assert "still to come" in refused(issued, document, on=tomorrow)
    assert "in a sentence" in refused(issued, document, reason="  ")
    issued(document)
    assert "noted already" in refused(issued, document)
    assert PaperIssue.objects.count() == 1


def test_new_issue_on_paper_asks_anew_with_its_own_days(reader, appointed):
    document = on_paper()
    rule(appointed, document)
    enter_paper(reader, document, read_on=date(2026, 1, 20), by=UserFactory())

    issued(document)

    assert duty_of(reader, date(2026, 1, 31)) == [("MG-9", "completed")]
    (duty,) = duties(StaffMember.objects.all(), on=date(2026, 2, 2))
    assert (duty.state, duty.due_on) == ("due", date(2026, 3, 3))
    assert duty.before is not None
    enter_paper(reader, document, read_on=date(2026, 2, 10), by=UserFactory())
    assert duty_of(reader, date(2026, 4, 1)) == [("MG-9", "completed")]


def test_ministry_notes_a_new_issue_on_its_page(client, officer):
    document = on_paper()
    officer.groups.add(Group.objects.get_or_create(name=Role.MINISTRY_HR)[0])
    address = reverse("desk:new-issue")

    wrong = client.post(address, {"document": "MG-9", "issued_on": "2026-02-01"})
    assert wrong.status_code == 200
    assert set(wrong.context["form"].errors) == {"reason"}
    sent = {"document": "MG-9", "issued_on": "2026-02-01", "reason": "Жаңа тармақ"}
    assert client.post(address, sent).url == reverse("desk:reading-rules")

    row = PaperIssue.objects.get(document=document)
    assert (row.issued_on, row.by) == (date(2026, 2, 1), officer)
    assert Entry.objects.get(action="acknowledging.issue_noted").by == officer
