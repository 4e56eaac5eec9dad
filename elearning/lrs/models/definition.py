"""What statements said about activities."""

from django.db import models

from elearning.lrs.models.named_rows import Activity


class Definition(models.Model):
    """One definition of an activity, kept the first time it is met and never changed.

    ``key`` is that of the activity and the text together; ``statement`` is the key of
    the statement that brought it, which gives their order and may be gone by now.
    """

    key = models.CharField(max_length=64, unique=True)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="definitions")
    text = models.TextField()
    statement = models.BigIntegerField()

    class Meta:
        ordering = ["statement", "id"]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.text[:40]}"
