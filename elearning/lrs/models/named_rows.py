"""Verbs, activities and agents: rows with a name that never change."""

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
