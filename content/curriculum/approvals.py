"""Who stands for which content: approvals name the hash of exactly what was read."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from content.curriculum.errors import Faults
from content.curriculum.yaml_items import read_yaml

FILE = "approvals.yaml"


@dataclass(frozen=True)
class Approval:
    """An office that wrote and another that reviewed content of one hash."""

    content: str
    digest: str
    author: str
    reviewer: str


def content_hash(paths: Iterable[Path]) -> str:
    """Return the hash (SHA-256, hex) over the files of one part of a bundle."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.name}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_approvals(folder: Path, faults: Faults) -> dict[str, Approval]:
    """Return the approvals of a bundle by the content they name; none is no fault."""
    path = folder / FILE
    top = read_yaml(path, faults) if path.exists() else None
    found: dict[str, Approval] = {}
    for item in top.items() if top else ():
        item.only("content", "hash", "author", "reviewer")
        approval = Approval(
            content=item.text("content"),
            digest=item.text("hash"),
            author=item.text("author"),
            reviewer=item.text("reviewer"),
        )
        if approval.author == approval.reviewer:
            item.fail("The reviewer is not the author.")
        if approval.content in found:
            item.fail(f"“{approval.content}” is approved twice.")
        found[approval.content] = approval
    return found


def uncovered(approvals: dict[str, Approval], hashes: dict[str, str]) -> list[str]:
    """Return the parts whose present content nobody has approved, in order."""
    return [
        part
        for part, digest in hashes.items()
        if part not in approvals or approvals[part].digest != digest
    ]


def as_yaml(hashes: dict[str, str], author: str, reviewer: str) -> str:
    """Return an approvals file that covers ``hashes``."""
    rows = [
        f"- content: {part}\n  hash: {digest}\n"
        f"  author: {author}\n  reviewer: {reviewer}\n"
        for part, digest in hashes.items()
    ]
    return "# Who wrote and who reviewed which content.\n\n" + "\n".join(rows)
