"""Approvals of bundle content: each names the hash of exactly the content approved."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from content.curriculum.errors import FaultCollector
from content.curriculum.yaml_items import read_yaml
from courses import models
from courses.release import content_approvals

FILE = "approvals.yaml"
#: Names of the offices of the starter curriculum in each language.
OFFICES = {
    "Human-rights reviewer, Training Academy": {
        "kk": "Оқу академиясының адам құқықтары жөніндегі рецензенті",
        "ru": "рецензент по правам человека, Учебная академия",
        "en": "Human-rights reviewer, Training Academy",
    }
}


@dataclass(frozen=True)
class BundleApproval:
    """The offices that wrote and approved content with one hash.

    ``peer`` gave the second-person approval, ``reviewer`` the safeguard approval. A
    file from before there were two gates has no peer, and its approvals cover nothing.
    """

    content: str
    digest: str
    author: str
    peer: str
    reviewer: str


def hash_part_files(paths: Iterable[Path]) -> str:
    """Return the hash (SHA-256, hex) of the files of one part of a bundle."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.name}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_approvals(folder: Path, faults: FaultCollector) -> dict[str, BundleApproval]:
    """Return the approvals of a bundle by part name; a missing file is not a fault."""
    path = folder / FILE
    top = read_yaml(path, faults) if path.exists() else None
    found: dict[str, BundleApproval] = {}
    for item in top.items() if top else ():
        item.only("content", "hash", "author", "peer", "reviewer")
        approval = BundleApproval(
            content=item.text("content"),
            digest=item.text("hash"),
            author=item.text("author"),
            peer=item.text("peer", ""),
            reviewer=item.text("reviewer"),
        )
        if approval.author in (approval.peer, approval.reviewer):
            item.fail("Neither the peer nor the reviewer is the author.")
        if approval.content in found:
            item.fail(f"“{approval.content}” is approved twice.")
        found[approval.content] = approval
    return found


def list_unapproved_parts(
    approvals: dict[str, BundleApproval], hashes: dict[str, str]
) -> list[str]:
    """Return the parts whose present content is not approved at every gate, in order."""
    covered = {one.content: one.digest for one in approvals.values() if one.peer}
    return [part for part, digest in hashes.items() if covered.get(part) != digest]


def record_approvals(
    approval: BundleApproval, digests: Sequence[str]
) -> list[models.Approval]:
    """Store the approvals of ``approval`` for ``digests``, one at each gate."""
    gates = models.Approval.Gate
    offices = {gates.PEER: approval.peer, gates.SAFEGUARD: approval.reviewer}
    return [
        given
        for gate, office in offices.items()
        for given in content_approvals.approve_content(
            digests,
            by=None,
            gate=gate,
            office=office,
            offices=OFFICES.get(office),
            author_office=approval.author,
        )
    ]


def render_approvals_yaml(
    hashes: dict[str, str], author: str, peer: str, reviewer: str
) -> str:
    """Return the text of an approvals file that covers ``hashes``."""
    rows = [
        f"- content: {part}\n  hash: {digest}\n"
        f"  author: {author}\n  peer: {peer}\n  reviewer: {reviewer}\n"
        for part, digest in hashes.items()
    ]
    return "# Who wrote, read and reviewed which content.\n\n" + "\n".join(rows)
