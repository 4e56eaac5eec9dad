"""Rows that one worker at a time works on, without holding a transaction open."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q


class Leased(models.Model):
    """A row that a worker takes for a while; a killed worker's lease runs out by itself.

    Taking is one conditional update, so that of several workers exactly one succeeds, on
    every database.
    """

    lease = models.UUIDField(null=True, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def take(self, *, at: datetime, until: datetime) -> bool:
        """Take the row for this worker until ``until``; tell whether it was free."""
        lease = uuid.uuid4()
        free = Q(leased_until=None) | Q(leased_until__lte=at)
        rows = type(self)._default_manager.filter(free, pk=self.pk)
        if not rows.update(lease=lease, leased_until=until):
            return False
        self.lease = lease
        return True

    def keep(self, *, until: datetime) -> bool:
        """Keep the row until ``until``; ``False`` where another worker has it by now."""
        return bool(self._mine().update(leased_until=until))

    def give_back(self) -> None:
        """Let any worker take the row."""
        self._mine().update(lease=None, leased_until=None)

    def _mine(self) -> "models.QuerySet[Leased]":
        return type(self)._default_manager.filter(pk=self.pk, lease=self.lease)
