"""Evidence of one attempt as a self-verifying archive.

A pack holds the facts as canonical JSON, a summary in each language, a manifest with
the hash of every file, and a program that verifies all of it. That program has a marker
of its own instead of the platform’s: ours needs a newer Python than offices have, and a
doubted mark needs a second opinion.

The platform has no signing key. A pack is authenticated by the hash of its manifest,
which is recorded in the audit log when the pack is issued, under the log’s own seals.
"""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from courses.assessment.models import Attempt
from courses.compliance.answer_key_access import has_yet_to_pass, record_key_views
from courses.evidence import pack_facts, pack_summary, verify
from courses.evidence.errors import EvidenceError
from courses.records.statements.pseudonyms import derive_pseudonym
from elearning.audit import audit_log, hash_chain
from elearning.languages import CODES

if TYPE_CHECKING:
    from elearning.accounts.models import User

_README = """\
{key}

KK  Бұл — бір емтихан әрекетінің дәлелдемелік бумасы. Тексеру: python3 verify.py
RU  Это пакет доказательств по одной попытке экзамена. Проверка: python3 verify.py
EN  This is the evidence pack of one attempt at an exam. Check: python3 verify.py

summary-kk.pdf, summary-ru.pdf, summary-en.pdf; *.json; manifest.json; manifest.sha256
"""


@dataclass(frozen=True)
class EvidencePack:
    """An issued archive, and the hash of its manifest (SHA-256, hex)."""

    name: str
    data: bytes
    digest: str


def issue_evidence_pack(
    attempt: Attempt,
    *,
    purpose: str,
    by: "User",
    at: datetime,
    with_name: bool = False,
) -> EvidencePack:
    """Return the pack of a marked ``attempt``, and record its issue in the audit log.

    Waiting audit entries are sealed first. The person’s name is in a separate file, and
    only if requested. The pack holds keys, so access to them is recorded as well.
    Raises ``EvidenceError`` without a purpose, for an attempt that is not marked, for
    one’s own attempt, and for somebody who has yet to pass the course.
    """
    if not purpose.strip():
        raise EvidenceError(_("State what the evidence is for; this is recorded."))
    if attempt.score is None:
        raise EvidenceError(
            _(
                "This exam has not been marked yet. Evidence can be issued once "
                "it has been."
            )
        )
    _demand_another(attempt, by)
    hash_chain.seal_entries(at)
    files = _files(attempt, at=at, with_name=with_name)
    manifest = encode_canonical_json(_manifest(attempt, files, at))
    digest = hashlib.sha256(manifest).hexdigest()
    files[verify.MANIFEST] = manifest
    files[verify.SUM] = f"{digest}  {verify.MANIFEST}\n".encode()
    data = _zipped(files, at)
    with transaction.atomic():
        audit_log.record_action(
            "evidence.issued",
            by=by,
            on=attempt,
            person=attempt.enrolment.learner.key,
            reason=purpose.strip(),
            manifest=digest,
            with_name=with_name,
        )
        asked = attempt.items.values_list("question__version__unit__key", flat=True)
        record_key_views(by, attempt.enrolment.course, asked)
    return EvidencePack(
        f"evidence-{str(attempt.key)[:8]}-{at:%Y-%m-%d}.zip", data, digest
    )


def encode_canonical_json(value: Any) -> bytes:
    """Return ``value`` as canonical JSON: equal facts give equal bytes."""
    plain = json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1)
    return f"{plain}\n".encode()


def _demand_another(attempt: Attempt, by: "User") -> None:
    """Refuse the candidate, and anybody who has yet to pass the course of these keys."""
    enrolment = attempt.enrolment
    if enrolment.learner.user_id == by.pk:
        raise EvidenceError(
            _(
                "This is your own exam. Ask another officer of the ministry to "
                "issue its evidence."
            )
        )
    if has_yet_to_pass(by, enrolment.course):
        raise EvidenceError(
            _(
                "The archive contains the answer keys of a course that you are "
                "taking or still have to pass. Ask an officer of the ministry "
                "who has passed it or does not have to."
            )
        )


def _files(attempt: Attempt, *, at: datetime, with_name: bool) -> dict[str, bytes]:
    learner = attempt.enrolment.learner
    parts = pack_facts.build_pack_facts(attempt)
    files = {name: encode_canonical_json(part) for name, part in parts.items()}
    files |= _pictures(parts["questions.json"])
    if with_name:
        files["person.json"] = encode_canonical_json(
            {"name": learner.full_name, "service_number": learner.staff_number}
        )
    known_as = derive_pseudonym(learner, pack_facts.PURPOSE)
    for language in CODES:
        summary = pack_summary.render_summary_pdf(attempt, known_as, language, at)
        files[f"summary-{language}.pdf"] = summary
    files["verify.py"] = Path(verify.__file__).read_bytes()
    files["README.txt"] = _README.format(key=attempt.key).encode()
    return files


def _pictures(questions: list[dict[str, Any]]) -> dict[str, bytes]:
    """Return the pictures of the questions by their names, which hold their hashes."""
    shown = [one["text"]["picture"] for one in questions if one["text"].get("picture")]
    found = {}
    for picture in shown:
        if default_storage.exists(picture["file"]):
            with default_storage.open(picture["file"]) as file:
                name = PurePosixPath(picture["file"]).name
                found[f"{verify.PICTURES}{name}"] = file.read()
    return found


def _manifest(
    attempt: Attempt, files: dict[str, bytes], at: datetime
) -> dict[str, Any]:
    return {
        "format": 1,
        "attempt": str(attempt.key),
        "platform": settings.XAPI_BASE_IRI,
        "issued_at": at.astimezone(UTC).isoformat(),
        "files": {
            name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in files.items()
        },
    }


def _zipped(files: dict[str, bytes], at: datetime) -> bytes:
    moment = at.astimezone(UTC).timetuple()[:6]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as pack:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16  # readable by everybody once unpacked
            pack.writestr(entry, files[name])
    return archive.getvalue()
