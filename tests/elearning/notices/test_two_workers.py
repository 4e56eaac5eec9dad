"""Nobody gets a letter twice, however many workers mail."""

from datetime import timedelta
from threading import Barrier, get_ident

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone

from elearning.notices.models import CLAIMED_FOR, Notice
from elearning.notices.notice_mail import mail_waiting_notices
from elearning.notices.notifications import notify_user
from tests.factories.accounts import UserFactory
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people():
    found = UserFactory.create_batch(4)
    for number, user in enumerate(found):
        user.email = f"{number}@example.kz"
        user.save()
        for key in "ab":
            notify_user(user, "tests.due", key, context={"days": 7})
    return found


def test_no_letter_goes_twice_where_several_workers_mail(people):
    sent = race(lambda _number: mail_waiting_notices(timezone.now()), 4)

    assert sum(sent) == len(people)
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        user.email for user in people
    )
    assert not Notice.objects.to_mail().exists()


class SlowServer(EmailBackend):
    """A server whose first letter of each worker waits for that of the other."""

    both = Barrier(2)
    waited = set()

    def send_messages(self, messages):
        assert not connection.in_atomic_block
        if get_ident() not in self.waited:
            self.waited.add(get_ident())
            self.both.wait(20)
        return super().send_messages(messages)


def test_what_one_worker_is_mailing_no_other_mails(people, settings):
    """Both have begun before either has sent anything; nothing is locked meanwhile."""
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.SlowServer"}}
    SlowServer.waited.clear()

    race(lambda _number: mail_waiting_notices(timezone.now()), 2)

    assert len(SlowServer.waited) == 2
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        user.email for user in people
    )


def test_letter_that_a_killed_worker_had_begun_goes_later(people):
    at = timezone.now()
    Notice.objects.update(claimed_at=at - timedelta(minutes=1))
    assert mail_waiting_notices(at) == 0

    Notice.objects.update(claimed_at=at - CLAIMED_FOR - timedelta(seconds=1))
    assert mail_waiting_notices(at) == len(people)
