"""One request to the store, as its resources see it."""

from collections.abc import Mapping
from dataclasses import dataclass

from elearning.lrs.models import Credential
from elearning.lrs.spec.versions import Version


@dataclass(frozen=True)
class Call:
    """A request whose version and credential have been settled.

    However it was sent: the alternate syntax of 1.0.3 (Part Three, 1.3) has been undone.
    ``path`` is that of the resource, under the mount that was called; ``headers`` are
    found by their names in any case.
    """

    method: str
    path: str
    version: Version
    credential: Credential
    parameters: Mapping[str, str]
    headers: Mapping[str, str]
    content_type: str
    body: bytes
