"""Definitions of activities from statements."""

from django.db import models

from elearning.lrs.models.named_rows import Activity


class Definition(models.Model):
    """One definition of an activity, stored when first seen and never changed.

    ``key`` is a hash of the activity and the text; ``statement`` is the key of the
    statement that brought it, which gives the order and may be deleted by now.
    """

    key = models.CharField(max_length=64, unique=True)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="definitions")
    text = models.TextField()
    statement = models.BigIntegerField()

    class Meta:
        ordering = ["statement", "id"]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.text[:40]}"
