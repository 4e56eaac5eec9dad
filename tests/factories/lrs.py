"""Statements as other systems send them, and credentials to send them with."""

import base64
import uuid

from elearning.lrs.access import xapi_credentials
from elearning.lrs.models import CredentialScope

AUTHORITY = {"account": {"homePage": "https://example.org", "name": "tests"}}
LEARNER = {"mbox": "mailto:learner@example.org"}
OTHER = {"account": {"homePage": "https://example.org", "name": "other"}}
READ = "https://example.org/verbs/read"
WROTE = "https://example.org/verbs/wrote"
BOOK = "https://example.org/books/1"
SHELF = "https://example.org/shelves/1"
VOIDED = "http://adlnet.gov/expapi/verbs/voided"


def statement(**parts):
    """The plainest valid statement, with ``parts`` instead of or beside its own."""
    plain = {"actor": LEARNER, "verb": {"id": READ}, "object": {"id": BOOK}}
    return {key: item for key, item in (plain | parts).items() if item is not ...}


def new_id():
    return str(uuid.uuid4())


def about(statement_id):
    return {"objectType": "StatementRef", "id": statement_id}


def voiding(statement_id, **parts):
    return statement(verb={"id": VOIDED}, object=about(statement_id), **parts)


def basic(key, secret):
    return "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()


def headers(*scopes, **facts):
    """The headers of a system with a new credential of ``scopes`` (all by default)."""
    made = xapi_credentials.create_credential(
        "tests", scopes or [CredentialScope.ALL], **facts
    )
    return {
        "Authorization": basic(made.credential.key, made.secret),
        "X-Experience-API-Version": "1.0.3",
    }
