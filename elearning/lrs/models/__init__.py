"""Models of the store: statements with indexes, credentials, documents and the outbox."""

from elearning.lrs.models.credential import Credential, CredentialScope
from elearning.lrs.models.document import Document
from elearning.lrs.models.named_rows import Activity, Agent, Definition, Verb
from elearning.lrs.models.outbox import Outbox, Target, TargetState
from elearning.lrs.models.statement import Attachment, Statement, StatementAttachment
from elearning.lrs.models.statement_index import (
    StatementActivity,
    StatementAgent,
    StatementReference,
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
