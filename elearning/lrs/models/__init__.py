"""Models of the store: statements with indexes, credentials, documents and the outbox."""

from elearning.lrs.models.attachment import Attachment, StatementAttachment
from elearning.lrs.models.credential import Credential, CredentialScope
from elearning.lrs.models.definition import Definition
from elearning.lrs.models.document import Document
from elearning.lrs.models.outbox import Outbox, Target, TargetState
from elearning.lrs.models.statement import Statement
from elearning.lrs.models.statement_index import (
    Activity,
    Agent,
    StatementActivity,
    StatementAgent,
    StatementReference,
    Verb,
)

__all__ = [
    "Activity",
    "Agent",
    "Attachment",
    "Credential",
    "CredentialScope",
    "Definition",
    "Document",
    "Outbox",
    "Statement",
    "StatementActivity",
    "StatementAgent",
    "StatementAttachment",
    "StatementReference",
    "Target",
    "TargetState",
    "Verb",
]
