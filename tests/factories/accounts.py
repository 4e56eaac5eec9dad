"""People who may sign in, and their sessions."""

import time

import factory
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session

from elearning.accounts import second_factor
from elearning.accounts.models import User
from elearning.accounts.session_store import SessionStore


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    staff_number = factory.Sequence(lambda n: f"{100000 + n}")
    name = "Demo Person"

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        for role in extracted or ():
            self.groups.add(Group.objects.get_or_create(name=role)[0])

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        if extracted:
            self.set_password(extracted)
            self.save()


def let_lie(keys, seconds):
    """Have nobody touched these sessions for so long; saving one tells nothing earlier."""
    for session in Session.objects.filter(pk__in=keys):
        values = session.get_decoded() | {"seen_at": time.time() - seconds}
        session.session_data = SessionStore().encode(values)
        session.save()


def pass_both_steps(client, user):
    """Sign somebody in as the sign-in pages would leave them, the second step included."""
    client.force_login(user)
    session = client.session
    second_factor.record_verified_session(session, user)
    session.save()
    return client
