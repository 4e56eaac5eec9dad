"""Attachment data: receipt, storage and delivery.

Part Two, 2.4.11, and Part Three, 1.5.2. Data are identified by SHA-2 only; ``length``
is stated by the sender and not compared.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.http import parse_header_parameters

from elearning.lrs.errors import RequestError, StatementError
from elearning.lrs.models import Attachment, StatementAttachment
from elearning.lrs.statements import signatures
from elearning.lrs.statements.incoming_statements import IncomingStatement
from elearning.lrs.statements.multipart import BodyPart

_RULE = "xAPI 1.0.3, Part 3, 1.5.2"
_HASH = "x-experience-api-hash"
_ENCODING = "content-transfer-encoding"
_TYPE = "content-type"
_ANY_TYPE = "application/octet-stream"
_ALGORITHMS = {56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}


@dataclass(frozen=True)
class AttachmentFile:
    """The data of one attachment as received, with the content type of its part, if any."""

    sha2: str
    content: bytes
    content_type: str
    path: str


def parse_attachment_parts(parts: Sequence[BodyPart]) -> list[AttachmentFile]:
    """Return the data in the parts after the statements; ``RequestError`` for a bad one."""
    return [_file(part, f"part {place}") for place, part in enumerate(parts, start=1)]


def check_attachments(
    statements: Sequence[dict[str, Any]], sent: Sequence[AttachmentFile]
) -> None:
    """Refuse statements and data that do not match.

    Every attachment has data or a ``fileUrl``, all data belong to an attachment, types
    agree, and signatures are valid. Raises ``StatementError`` and ``RequestError``.
    """
    by_hash = {file.sha2: file for file in sent}
    used: set[str] = set()
    for place, statement in enumerate(statements):
        for path, attachment in _named(statement, f"$[{place}]"):
            file = by_hash.get(attachment["sha2"].lower())
            _demand_data(attachment, file, path)
            used.add(attachment["sha2"].lower())
        _demand_signatures(statement, by_hash, f"$[{place}]")
    for file in sent:
        if file.sha2 not in used:
            raise _refusal("No statement has an attachment with this hash.", file.path)


def store_attachments(
    drafts: Sequence[IncomingStatement], sent: Sequence[AttachmentFile]
) -> None:
    """Store the data sent with ``drafts``, once for all statements."""
    if not sent:
        return
    by_hash = {file.sha2: file for file in sent}
    pairs = {
        (draft.key, attachment["sha2"].lower())
        for draft in drafts
        for _path, attachment in _named(draft.content, "$")
        if attachment["sha2"].lower() in by_hash
    }
    Attachment.objects.bulk_create(
        (
            Attachment(sha2=sha2, content=by_hash[sha2].content)
            for sha2 in sorted({sha2 for _key, sha2 in pairs})
        ),
        ignore_conflicts=True,
    )
    StatementAttachment.objects.bulk_create(
        StatementAttachment(statement_id=key, attachment_id=sha2)
        for key, sha2 in sorted(pairs)
    )


def iter_attachment_parts(payloads: Iterable[str]) -> Iterator[BodyPart]:
    """Yield the attachments of statements as parts, each once.

    One query for the list and one for each part, so that only one is in memory; none if
    no statement has attachments.
    """
    types: dict[str, str] = {}
    statements = []
    for payload in payloads:
        if '"attachments"' in payload:
            content = json.loads(payload)
            statements.append(content["id"])
            for _path, attachment in _named(content, "$"):
                types.setdefault(attachment["sha2"].lower(), attachment["contentType"])
    if not types:
        return
    kept = StatementAttachment.objects.filter(statement__uuid__in=statements)
    for sha2 in sorted(set(kept.values_list("attachment", flat=True))):
        content = Attachment.objects.values_list("content", flat=True).get(pk=sha2)
        yield _part(sha2, types[sha2], bytes(content))


def _file(part: BodyPart, path: str) -> AttachmentFile:
    if part.headers.get(_ENCODING, "").lower() != "binary":
        raise _refusal("Content-Transfer-Encoding must be binary.", path)
    sha2 = part.headers.get(_HASH, "").lower()
    algorithm = _ALGORITHMS.get(len(sha2))
    if algorithm is None:
        raise _refusal("X-Experience-API-Hash must be a SHA-2 in hexadecimal.", path)
    if hashlib.new(algorithm, part.content).hexdigest() != sha2:
        raise _refusal("X-Experience-API-Hash is not the hash of this data.", path)
    return AttachmentFile(sha2, part.content, part.headers.get(_TYPE, ""), path)


def _named(
    statement: Mapping[str, Any], path: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the attachments of a statement and its sub-statement, with their paths."""
    for place, attachment in enumerate(statement.get("attachments", ())):
        yield f"{path}.attachments[{place}]", attachment
    if statement["object"].get("objectType") == "SubStatement":
        yield from _named(statement["object"], f"{path}.object")


def _demand_data(
    attachment: Mapping[str, Any], file: AttachmentFile | None, path: str
) -> None:
    if file is None:
        if "fileUrl" not in attachment:
            raise StatementError(
                "Send the data of the attachment as a part, or give its fileUrl.",
                path=path,
                requirement=_RULE,
            )
    elif not _agree(file.content_type, attachment["contentType"]):
        raise _refusal(f"Content-Type is not that of {path}.", file.path)


def _demand_signatures(
    statement: dict[str, Any], by_hash: Mapping[str, AttachmentFile], path: str
) -> None:
    for place, attachment in enumerate(statement.get("attachments", ())):
        if attachment["usageType"] == signatures.USAGE:
            file = by_hash.get(attachment["sha2"].lower())
            content = file.content if file else None
            where = f"{path}.attachments[{place}]"
            signatures.check_signature(statement, attachment, content, where)


def _agree(one: str, other: str) -> bool:
    """Tell whether two media types agree, as far as both are specific."""
    if not one:
        return True
    try:
        (essence, facts), (wanted, more) = map(parse_header_parameters, (one, other))
    except ValueError:
        return False
    shared = facts.keys() & more.keys()
    return essence == wanted.lower() and all(
        facts[name].lower() == more[name].lower() for name in shared
    )


def _part(sha2: str, content_type: str, content: bytes) -> BodyPart:
    is_plain = content_type.isascii() and content_type.isprintable()
    headers = {
        "Content-Type": content_type if is_plain else _ANY_TYPE,
        "Content-Transfer-Encoding": "binary",
        "X-Experience-API-Hash": sha2,
    }
    return BodyPart(headers, content)


def _refusal(message: str, path: str) -> RequestError:
    return RequestError(message, path=path, requirement=_RULE)
