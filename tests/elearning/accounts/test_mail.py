"""Letters by e-mail: none is claimed where none is sent, and none tells who has an account."""

import re
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from elearning.accounts import activation_mail, password_reset
from elearning.accounts.errors import AccountError
from elearning.accounts.models import Activation
from elearning.accounts.roles import Role
from elearning.notices.notice_mail import mail_waiting_notices
from elearning.notices.notifications import notify_user
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_mail(settings, tmp_path):
    """An installation that names no mail server; returns where letters would lie."""
    folder = tmp_path / "mail"
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": folder},
        }
    }
    return folder


def letters(folder):
    return list(folder.glob("*")) if folder.exists() else []


def ask(client, email):
    return client.post(reverse("account_reset_password"), {"email": email})


def test_code_is_not_mailed_where_no_mail_server_is_named(no_mail):
    user = UserFactory(email="a@example.kz")

    with pytest.raises(AccountError):
        activation_mail.mail_activation_code(user, person="x", by=user)

    assert not Activation.objects.exists()
    assert letters(no_mail) == []


@pytest.mark.parametrize("email", ["a@example.kz", "nobody@example.kz"])
def test_reset_is_never_said_to_be_sent_where_no_mail_server_is_named(
    client, no_mail, email
):
    UserFactory(email="a@example.kz")

    pages = [
        client.get(reverse("account_reset_password")),
        ask(client, email),
        client.get(reverse("account_reset_password_done")),
    ]

    assert {page.status_code for page in pages} == {200}
    assert {page.templates[0].name for page in pages} == {
        "account/password_reset_by_letter.html"
    }
    assert letters(no_mail) == []


def test_notice_is_not_written_to_a_file_where_no_mail_server_is_named(no_mail):
    notify_user(
        UserFactory(email="a@example.kz"), "tests.due", "1", context={"days": 7}
    )

    assert mail_waiting_notices(timezone.now()) == 0
    assert letters(no_mail) == []


def test_developers_read_letters_as_files(no_mail, settings, client):
    settings.DEBUG = True
    UserFactory(email="a@example.kz")

    assert ask(client, "a@example.kz").status_code == 302

    assert len(letters(no_mail)) == 1


def test_asking_for_a_link_does_the_same_whether_anybody_has_the_address(
    client, settings
):
    UserFactory(email="a@example.kz")
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    asked = []
    for email in ("b@example.kz", "a@example.kz"):
        with CaptureQueriesContext(connection) as queries:
            answer = ask(client, email)
        asked.append(
            [re.sub(r"[0-9a-f-]{20,}|'.*?'", "", q["sql"])[:60] for q in queries]
        )
        assert answer.status_code == 302

    assert asked[0] == asked[1]
    assert (mail.outbox, DBTaskResult.objects.count()) == ([], 2)


class RefusingServer(EmailBackend):
    """A server that takes no letter, and repeats the address in its words."""

    def send_messages(self, messages):
        refused = {message.to[0]: (450, b"try later") for message in messages}
        raise SMTPRecipientsRefused(refused)


def test_link_that_no_server_took_is_tried_again_and_its_address_stays_nowhere(
    settings, caplog
):
    user = UserFactory(email="a@example.kz")
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    usual = settings.MAILERS
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.RefusingServer"}}

    for tried in range(len(password_reset.WAITS)):
        password_reset.mail_reset_link.call(user.pk, "kk", tried)
    waiting = DBTaskResult.objects.order_by("run_after")
    assert [row.args_kwargs["args"][2] for row in waiting] == [1, 2, 3]
    assert all(row.run_after > timezone.now() for row in waiting)
    assert "example.kz" not in str(list(waiting.values())) + caplog.text
    password_reset.mail_reset_link.call(user.pk, "kk", len(password_reset.WAITS))
    assert waiting.count() == len(password_reset.WAITS)

    settings.MAILERS = usual
    password_reset.mail_reset_link.call(*waiting[0].args_kwargs["args"])
    assert [letter.to for letter in mail.outbox] == [["a@example.kz"]]


def test_link_leads_to_the_address_of_the_platform_and_not_of_the_request(
    client, settings
):
    settings.BASE_URL = "https://train.example.kz"
    UserFactory(email="a@example.kz")

    ask(client, "a@example.kz")

    (letter,) = mail.outbox
    (link,) = re.findall(r"^http.*$", letter.body, re.MULTILINE)
    assert link.startswith("https://train.example.kz/kk/account/password/reset/")
    page = client.get(link.removeprefix("https://train.example.kz"), follow=True)
    assert "password1" in page.context["form"].fields


@pytest.mark.parametrize("facts", [{"is_active": False}, {"roles": [Role.FACILITY_HR]}])
def test_no_link_goes_to_a_closed_account_or_one_that_lacks_its_second_step(
    client, facts
):
    UserFactory(email="a@example.kz", **facts)

    assert ask(client, "a@example.kz").status_code == 302

    assert mail.outbox == []
