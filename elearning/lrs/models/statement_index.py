"""Indexes of statements: by agent, activity and reference."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from elearning.lrs.models.named_rows import Activity, Agent, Verb, hash_name
from elearning.lrs.models.statement import Statement


class StatementAgent(models.Model):
    """An agent named somewhere in a statement.

    ``direct`` if it is the actor or the object, or a member of either; ``is_authority``
    if it is the authority.
    """

    pk = models.CompositePrimaryKey("agent", "statement")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+", db_index=False)
    statement = models.ForeignKey(
        Statement, models.CASCADE, related_name="agents", db_index=False
    )
    verb = models.ForeignKey(
        Verb, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    direct = models.BooleanField()
    is_authority = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(
                fields=["agent", "verb", "statement"],
                condition=Q(direct=True),
                name="lrs_agent_direct",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.statement_id}"


def build_authority_filter(name: str, key: str) -> Exists:
    """Return the condition that the agent ``name`` is authority of the statement ``key``."""
    links = StatementAgent.objects.filter(agent__key=hash_name(name), is_authority=True)
    return Exists(links.filter(statement=OuterRef(key)))


class StatementActivity(models.Model):
    """An activity named somewhere in a statement; ``direct`` if it is the object."""

    pk = models.CompositePrimaryKey("activity", "statement")
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="+", db_index=False
    )
    statement = models.ForeignKey(
        Statement, models.CASCADE, related_name="activities", db_index=False
    )
    verb = models.ForeignKey(
        Verb, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    direct = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(
                fields=["activity", "statement"],
                condition=Q(direct=True),
                name="lrs_activity_direct",
            ),
            models.Index(
                fields=["activity", "verb", "statement"],
                condition=Q(direct=True),
                name="lrs_activity_verb",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.statement_id}"


class StatementReference(models.Model):
    """A reference of a statement to another one, direct or through others.

    The target may be stored later, or never. ``voids`` if the target is voided by it,
    or will be once its own authority stores it.
    """

    source = models.ForeignKey(
        Statement, models.CASCADE, related_name="references", db_index=False
    )
    target = models.UUIDField(db_index=True)
    voids = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="lrs_refers_once")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.target}"
