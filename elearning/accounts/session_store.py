"""Session store in the database, read by a prepared query and safe for concurrent saves."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from elearning.accounts import idle_timeout
from elearning.prepared_queries import PreparedQuery, QueryParameter


@PreparedQuery
def _sessions() -> QuerySet[Session]:
    return Session.objects.filter(
        session_key=QueryParameter("key", Session, "session_key"),
        expire_date__gt=QueryParameter("now", Session, "expire_date"),
    )


class SessionStore(db.SessionStore):
    """Django’s database sessions, with faster reads."""

    def load(self) -> dict[str, Any]:
        found = _sessions.ask(key=self.session_key, now=timezone.now())
        return self.decode(found[0].session_data) if found else super().load()

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 — Django's own
        """Save the session, keeping later activity that another request has stored."""
        with transaction.atomic():
            if not must_create:
                row = Session.objects.select_for_update().filter(pk=self.session_key)
                for stored in row:
                    idle_timeout.merge_stored_activity(
                        self, self.decode(stored.session_data)
                    )
            super().save(must_create)
