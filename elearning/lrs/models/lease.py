"""Leases of rows: one worker at a time, without an open transaction."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q


class Leased(models.Model):
    """A row that a worker leases; a killed worker’s lease expires.

    Taking it is one conditional update, so that of several workers exactly one
    succeeds, on every database.
    """

    lease = models.UUIDField(null=True, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def take(self, *, at: datetime, until: datetime) -> bool:
        """Lease the row to this worker until ``until``; tell whether it was free."""
        lease = uuid.uuid4()
        free = Q(leased_until=None) | Q(leased_until__lte=at)
        rows = type(self)._default_manager.filter(free, pk=self.pk)
        if not rows.update(lease=lease, leased_until=until):
            return False
        self.lease = lease
        return True

    def keep(self, *, until: datetime) -> bool:
        """Extend the lease until ``until``; ``False`` if another worker has it by now."""
        return bool(self._mine().update(leased_until=until))

    def give_back(self) -> None:
        self._mine().update(lease=None, leased_until=None)

    def _mine(self) -> "models.QuerySet[Leased]":
        return type(self)._default_manager.filter(pk=self.pk, lease=self.lease)
