"""Files of reports at the desk: whose they are, who may take them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.reporting import report_runs
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

PAGES = ("file", "download")


def made(owner, **changes):
    given = {"content": "people", "kind": "csv", "purpose": "Inspection"} | changes
    run = report_runs.order_report("", timezone.localdate(), by=owner, **given)
    report_runs.make_next_report(timezone.now())
    run.refresh_from_db()
    return run


@pytest.mark.parametrize("page", ["files", *PAGES])
def test_link_leads_strangers_to_the_door_and_back(client, house, officer, page):
    run = made(officer)
    client.logout()
    wanted = reverse(f"desk:reports:{page}", args=[] if page == "files" else [run.key])

    answer = client.get(wanted)

    assert answer.status_code == 302
    assert reverse("account_login") in answer.url
    assert wanted in answer.url


def test_download_after_the_remit_has_moved_says_why_and_hands_out_nothing(
    client, house, officer
):
    run = made(officer)
    officer.remits.update(establishment=house.other)
    page = reverse("desk:reports:file", args=[run.key])

    answer = client.get(reverse("desk:reports:download", args=[run.key]), follow=True)

    assert answer.redirect_chain == [(page, 302)]
    assert answer.context["is_refused"]
    assert reverse("desk:reports:download", args=[run.key]) not in answer.text


def test_download_hands_the_file_out_under_a_name_that_names_nobody(
    client, house, officer
):
    run = made(officer)

    answer = client.get(reverse("desk:reports:download", args=[run.key]))

    body = b"".join(answer.streaming_content).decode()
    assert house.insider.staff_number in body
    assert house.outsider.staff_number not in body
    day = f"{timezone.localdate():%Y-%m-%d}"
    assert (
        f'filename="compliance-people-{day}.csv"'
        in answer.headers["Content-Disposition"]
    )
    assert "no-store" in answer.headers["Cache-Control"]


def test_list_shows_her_own_files_in_as_many_queries_for_three_as_for_one(
    client, house, officer, django_assert_num_queries
):
    made(UserFactory(roles=[Role.MINISTRY_HR]))
    mine = [made(officer)]
    url = reverse("desk:reports:files")
    client.get(url)
    with django_assert_num_queries(5):
        client.get(url)

    mine += [made(officer, purpose=words) for words in ("Roster", "Budget")]
    with django_assert_num_queries(5):
        answer = client.get(url)

    assert [line.run for line in answer.context["lines"]] == mine[::-1]


def test_file_that_could_not_be_made_says_why(client, house, officer):
    run = report_runs.order_report(
        f"establishment={house.other.code}",
        timezone.localdate(),
        content="people",
        kind="xlsx",
        purpose="Inspection",
        by=officer,
    )
    report_runs.make_next_report(timezone.now())
    run.refresh_from_db()

    answer = client.get(reverse("desk:reports:file", args=[run.key]))

    assert run.error
    assert run.error in answer.text
    assert reverse("desk:reports:download", args=[run.key]) not in answer.text
