"""Notices go by e-mail once, in one letter a person, in her language."""

from smtplib import SMTPAuthenticationError, SMTPDataError, SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from elearning.notices.models import CLAIMED_FOR, Notice
from elearning.notices.notice_mail import mail_waiting_notices
from elearning.notices.notifications import notify_user
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

WHY = (
    "You received this message because this address is listed in "
    "your account on the training platform. It was sent "
    "automatically; please do not reply."
)


def test_mail_goes_once_and_only_to_people_with_an_address():
    with_mail, without = UserFactory(email="a@example.kz"), UserFactory()
    for user in (with_mail, without):
        notify_user(user, "tests.due", "C1:7", context={"days": 7})

    assert mail_waiting_notices(timezone.now()) == 1
    assert mail_waiting_notices(timezone.now()) == 0
    assert [message.to for message in mail.outbox] == [["a@example.kz"]]


def test_closed_account_gets_no_mail():
    notify_user(
        UserFactory(email="a@example.kz", is_active=False),
        "tests.due",
        "x",
        context={"days": 1},
    )

    assert mail_waiting_notices(timezone.now()) == 0


def test_letter_says_it_in_words_where_to_read_on_and_why_it_came(settings):
    settings.BASE_URL = "https://train.example.kz"
    user = UserFactory(email="a@example.kz", language="en")
    notify_user(
        user, "tests.due", "1", context={"days": 7, "text": "Plan <it>."}, url="/my/"
    )
    pk = Notice.objects.get().pk

    mail_waiting_notices(timezone.now())

    (letter,) = mail.outbox
    assert letter.subject == "Due in 7"
    assert letter.extra_headers == {"Auto-Submitted": "auto-generated"}
    assert letter.body.strip().splitlines() == [
        "Training platform",
        "",
        "Due in 7",
        "Plan <it>.",
        "Read more on the platform:",
        f"https://train.example.kz/en/notices/{pk}/",
        "",
        "-- ",
        WHY,
        "All notifications: https://train.example.kz/en/notices/",
    ]
    ((html, kind),) = letter.alternatives
    assert kind == "text/html"
    assert "Plan &lt;it&gt;." in html
    assert f'href="https://train.example.kz/en/notices/{pk}/"' in html
    assert '<html lang="en">' in html


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "Training platform: 2 new notifications"),
        ("ru", "Учебная платформа: 2 новых уведомления"),
        ("kk", "Оқу платформасы: 2 жаңа хабарландыру"),
    ],
)
def test_all_that_waits_for_somebody_is_one_letter(language, subject):
    user = UserFactory(email="a@example.kz", language=language)
    for days in (7, 1):
        notify_user(user, "tests.due", f"C1:{days}", context={"days": days})

    assert mail_waiting_notices(timezone.now()) == 1

    (letter,) = mail.outbox
    assert letter.subject == subject
    assert letter.body.index("Due in 1") < letter.body.index("Due in 7")


def test_server_that_refuses_leaves_notices_waiting(settings):
    notify_user(
        UserFactory(email="a@example.kz"), "tests.due", "x", context={"days": 1}
    )
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1},
        }
    }

    assert mail_waiting_notices(timezone.now()) == 0
    assert Notice.objects.to_mail().unclaimed().count() == 1


class StrictServer(EmailBackend):
    """A server that refuses a letter for a reason of its own."""

    error = None

    def send_messages(self, messages):
        for message in messages:
            if message.to == ["refused@example.kz"]:
                raise self.error
        return super().send_messages(messages)


@pytest.mark.parametrize(
    "error",
    [
        SMTPRecipientsRefused({"refused@example.kz": (450, b"try later")}),
        SMTPDataError(554, b"<refused@example.kz> is spam"),
    ],
    ids=["address", "letter"],
)
def test_refused_letter_holds_up_no_other_and_tells_the_log_no_address(
    settings, monkeypatch, caplog, error
):
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.StrictServer"}}
    monkeypatch.setattr(StrictServer, "error", error)
    refused = UserFactory(email="refused@example.kz")
    other = UserFactory(email="other@example.kz")
    for user in (refused, other):
        notify_user(user, "tests.due", "x", context={"days": 1})

    sent = [mail_waiting_notices(timezone.now()) for _tick in range(2)]

    assert sent == [1, 0]
    assert [message.to for message in mail.outbox] == [["other@example.kz"]]
    assert (
        len(caplog.records) == 1
    )  # the claim stands: the next tick does not ask again
    assert f"user {refused.pk}" in caplog.text
    assert "@" not in caplog.text
    assert Notice.objects.to_mail().get().user == refused


def test_server_that_lets_nobody_in_is_asked_once_a_tick(settings, monkeypatch, caplog):
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.StrictServer"}}
    monkeypatch.setattr(StrictServer, "error", SMTPAuthenticationError(535, b"no"))
    for user in (
        UserFactory(email="refused@example.kz"),
        UserFactory(email="other@example.kz"),
    ):
        notify_user(user, "tests.due", "x", context={"days": 1})

    assert mail_waiting_notices(timezone.now()) == 0
    assert mail.outbox == []
    assert Notice.objects.to_mail().unclaimed().count() == 2


def test_claim_begins_with_its_letter_and_not_with_a_tick_that_began_long_ago():
    notify_user(
        UserFactory(email="a@example.kz"), "tests.due", "x", context={"days": 1}
    )
    now = timezone.now()

    mail_waiting_notices(now - 2 * CLAIMED_FOR)

    assert Notice.objects.get().claimed_at >= now


@pytest.mark.parametrize("count", [1, 3])
def test_letter_takes_as_many_queries_for_three_notices(
    django_assert_num_queries, count
):
    user = UserFactory(email="a@example.kz")
    for number in range(count):
        notify_user(user, "tests.due", str(number), context={"days": number})

    with django_assert_num_queries(6):
        mail_waiting_notices(timezone.now())
