"""Verbs, activities and agents: rows that are named once and never change."""

import hashlib
from typing import ClassVar, Self

from django.db import models


def hash_name(name: str) -> str:
    """Return the key of a name: a SHA-256, since names may be longer than an index."""
    return hashlib.sha256(name.encode("utf-8", "backslashreplace")).hexdigest()


class Named(models.Model):
    """A row known by a name; added by whoever meets it first, never changed."""

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
