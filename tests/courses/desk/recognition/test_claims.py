"""The desk of training passed elsewhere or earlier."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from courses.recognition import scan_sanitiser, scan_store
from courses.recognition.models import Claim
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.recognition import ClaimFactory, decided, photograph

pytestmark = pytest.mark.django_db

HR = {Role.FACILITY_HR, Role.MINISTRY_HR}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def claimed(person, **facts):
    claim = ClaimFactory(learner=person, **facts)
    scan_store.store_scan(claim, scan_sanitiser.sanitise_scan(photograph()))
    return claim


def address(name, person):
    arguments = {"claims": list, "add-claim": lambda: [person.key]}
    found = arguments.get(name, lambda: [claimed(person).key])
    return reverse(f"desk:recognition:{name}", args=found())


def entry(house, **changes):
    return {
        "course": house.rule.course.code,
        "passed_on": "2024-09-10",
        "expires_on": "",
        "issuer": "Academy of Kostanay",
        "document_number": "17",
    } | changes


@pytest.mark.parametrize("role", sorted(HR))
def test_nothing_is_claimed_for_people_of_another_prison(client, house, enter, role):
    enter(role)

    answer = client.post(address("add-claim", house.outsider), entry(house))

    assert answer.status_code == 404
    assert not Claim.objects.exists()


def test_list_holds_the_remit_alone_and_never_oneself(client, house, enter):
    user = enter(Role.FACILITY_HR)
    shown, _other = claimed(house.insider), claimed(house.outsider)
    wanted = reverse("desk:recognition:claims")

    assert list(client.get(wanted).context["page"]) == [shown]

    house.insider.user = user
    house.insider.save()
    assert list(client.get(wanted).context["page"]) == []


def test_list_takes_the_same_queries_for_any_number(
    client, house, officer, django_assert_max_num_queries
):
    wanted = reverse("desk:recognition:claims")
    decided(claimed(house.insider))
    client.get(wanted)
    with django_assert_max_num_queries(40) as one:
        client.get(wanted)
    for year in (2022, 2023):
        claimed(house.insider, passed_on=date(year, 1, 5))
    with django_assert_max_num_queries(len(one)) as three:
        client.get(wanted)
    assert len(three) == len(one)


def test_filter_keeps_what_was_decided_so(client, house, officer):
    waits, done, no = (
        claimed(house.insider, passed_on=date(year, 1, 5))
        for year in (2022, 2023, 2024)
    )
    decided(done)
    decided(no, is_confirmed=False)
    wanted = reverse("desk:recognition:claims")

    found = {
        state: list(client.get(wanted, {"state": state}).context["page"])
        for state in ("waiting", "confirmed", "declined", "nonsense")
    }

    assert found == {
        "waiting": [waits],
        "confirmed": [done],
        "declined": [no],
        "nonsense": [waits, no, done],
    }


def test_entry_with_a_scan_waits_for_a_second_person(client, house, officer):
    file = SimpleUploadedFile("Серіков.jpg", photograph(), "image/jpeg")

    answer = client.post(
        reverse("desk:recognition:add-claim", args=[house.insider.key]),
        entry(house, scan=file),
    )

    claim = Claim.objects.get()
    assert answer.url == reverse("desk:person", args=[house.insider.key])
    assert (claim.proposed_by, claim.scan.kind) == (officer, "jpeg")
    page = client.get(claim.get_absolute_url())
    assert not page.context["page"].may_decide
    assert b'name="decision"' not in page.content


def test_wrong_entry_is_explained_and_nothing_typed_is_lost(client, house, officer):
    file = SimpleUploadedFile("scan.pdf", b"MZ", "application/pdf")

    answer = client.post(
        reverse("desk:recognition:add-claim", args=[house.insider.key]),
        entry(house, passed_on="", scan=file),
    )

    assert answer.status_code == 400
    assert answer.context["form"].errors == {
        "passed_on": ["Enter the date on the document."],
        "scan": ["The scan is not a PDF, JPEG or PNG. Save it as one of these."],
    }
    assert "Academy of Kostanay" in answer.content.decode()
    assert not Claim.objects.exists()


def test_second_person_confirms_and_the_office_sees_why(client, house, enter):
    enter(Role.MINISTRY_HR)
    claim = claimed(house.insider)

    answer = client.post(
        claim.get_absolute_url(), {"decision": "confirm", "reason": "Seen the original"}
    )

    assert answer.url == reverse("desk:recognition:claims")
    claim = Claim.objects.get()
    assert (claim.decision.is_confirmed, claim.decision.note) == (
        True,
        "Seen the original",
    )
    again = client.post(
        claim.get_absolute_url(), {"decision": "decline", "reason": "Late"}
    )
    assert "already decided on this" in str(again.context["form"].errors)
    assert Entry.objects.filter(action="recognition.viewed").count() == 1, "shown once"


def test_scan_is_handed_out_as_a_file_and_written_down(client, house, officer):
    answer = client.get(address("scan", house.insider))

    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == 'attachment; filename="scan.jpeg"'
    assert answer["Cache-Control"] == "no-store, private"
    entry = Entry.objects.get(action="recognition.scan_taken")
    assert (entry.by, entry.person) == (officer, str(house.insider.key))


def test_lost_scan_is_said_and_the_entry_goes_on(client, house, officer):
    claim = claimed(house.insider)
    scan_store.storages["scans"].delete(claim.scan.name)

    answer = client.get(reverse("desk:recognition:scan", args=[claim.key]), follow=True)

    assert answer.redirect_chain == [(claim.get_absolute_url(), 302)]
    assert "The scan is lost" in answer.content.decode()
