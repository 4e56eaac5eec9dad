"""Questions filed at the desk, one by one and many together."""

import pytest
from django.urls import reverse

from courses.assessment.bank import question_folders
from courses.assessment.models import Filing
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.courses.desk.bank.questions import address

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
UNKNOWN = "7d1f0d5c-0000-4000-8000-000000000000"


def test_trainer_files_a_question(client, enter, question):
    user = enter(Role.TRAINER)
    url = address("file", question)

    assert client.post(url, {"folder": "a/b/c/d/e"}).status_code == 400
    answer = client.post(url, {"folder": "Law", "tags": "night, Search"})

    assert answer.status_code == 302
    page = client.get(address("question", question)).content.decode()
    assert "night, search" in page
    assert Entry.objects.filter(action="assessment.question_filed", by=user).exists()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"folder": "Law"},
        {"key": ["x"], "folder": "Law"},
        {"key": [UNKNOWN]},
        {"key": [UNKNOWN], "folder": "a/b/c/d/e"},
    ],
)
def test_wrong_choice_files_nothing(client, enter, bank, given):
    enter(Role.TRAINER)

    answer = client.post(reverse("desk:bank:file-many"), given)

    assert answer.status_code == 302
    assert not Filing.objects.exists()


def test_chosen_questions_are_filed_together_and_keep_their_tags(client, enter, bank):
    question_folders.file_question(
        bank[0].key, bank[0].course, folder="Old", tags="night", by=None
    )
    enter(Role.TRAINER)
    keys = [str(unit.key) for unit in bank[:2]]

    client.post(reverse("desk:bank:file-many"), {"key": keys, "tags": "search"})
    client.post(reverse("desk:bank:file-many"), {"key": keys[1:], "folder": "Law"})

    kept = {one.key: (one.folder, one.tag_list) for one in Filing.objects.all()}
    assert kept == {
        bank[0].key: ("Old", ["night", "search"]),
        bank[1].key: ("Law", ["search"]),
    }


def test_reviewer_files_nothing(client, enter, bank):
    enter(Role.SAFEGUARD_REVIEWER)
    given = {"key": [str(bank[0].key)], "folder": "Law"}

    assert client.post(reverse("desk:bank:file-many"), given).status_code == 404
    assert not Filing.objects.exists()
