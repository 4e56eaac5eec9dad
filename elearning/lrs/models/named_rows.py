"""Verbs, activities with their definitions, and agents: rows that never change."""

import hashlib
from typing import ClassVar, Self

from django.db import models


def hash_name(name: str) -> str:
    """Return the key of a name: its SHA-256, as names may be too long for an index."""
    return hashlib.sha256(name.encode("utf-8", "backslashreplace")).hexdigest()


class Named(models.Model):
    """A row identified by a name; added when first seen, never changed."""

    key = models.CharField(max_length=64, unique=True)
    name = models.TextField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Verb(Named):
    """A verb; its name is its IRI."""


class Activity(Named):
    """An activity; its name is its IRI."""


class Agent(Named):
    """An agent or identified group; its name is its identifier, as a JSON list."""


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
