"""Uploaded files between preview and confirmation, stored for one session.

A file for the background worker is detached from the session.
"""

import hashlib
import json
import re
import secrets
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

#: How long a file waits for confirmation, in seconds.
KEPT = 24 * 60 * 60
#: The default purpose of a file.
QUESTIONS = "questions"
_TOKEN = re.compile(r"[0-9a-f]{32}\Z")


@dataclass(frozen=True)
class StoredUpload:
    """A waiting file: its name, and the options chosen with it."""

    token: str
    name: str
    sha256: str
    chosen: dict[str, Any]


def store_upload(
    session: Any, content: bytes, name: str, *, purpose: str = QUESTIONS, **chosen: Any
) -> StoredUpload:
    """Store ``content`` for this session, replacing an earlier file of that purpose.

    ``chosen`` are plain values: for questions the ids of course and outcome, and the
    language.
    """
    discard_session_upload(session, purpose)
    _sweep()
    token = secrets.token_hex(16)
    digest = hashlib.sha256(content).hexdigest()
    upload = StoredUpload(token=token, name=name[:200], sha256=digest, chosen=chosen)
    _folder().mkdir(parents=True, exist_ok=True)
    path = _folder() / token
    path.touch(mode=0o600)
    path.write_bytes(content)
    session[_slot(purpose)] = json.dumps(asdict(upload))
    return upload


def find_upload(
    session: Any, token: str, purpose: str = QUESTIONS
) -> tuple[StoredUpload, bytes] | None:
    """Return this session’s file with that ``token``, if unchanged since the upload."""
    raw = session.get(_slot(purpose))
    if not raw or not _TOKEN.match(token):
        return None
    upload = StoredUpload(**json.loads(raw))
    if upload.token != token:
        return None
    content = find_upload_content(token, upload.sha256)
    return (upload, content) if content is not None else None


def find_upload_content(token: str, sha256: str) -> bytes | None:
    """Return the file with that ``token``, if it still exists and is unchanged."""
    try:
        content = (_folder() / token).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def keep_upload_for_worker(session: Any, purpose: str) -> None:
    """Detach this session’s file for the worker; its retention period starts again."""
    raw = session.pop(_slot(purpose), None)
    if raw:
        (_folder() / json.loads(raw)["token"]).touch(mode=0o600)


def record_upload_progress(token: str, done: int, total: int) -> None:
    """Store the progress of a job on a file outside of any transaction."""
    path = _progress(token)
    path.with_suffix(".new").write_text(f"{done} {total}")
    path.with_suffix(".new").replace(path)


def find_upload_progress(token: str) -> tuple[int, int] | None:
    """Return the progress of a job on a file: the number done and the total."""
    try:
        done, total = _progress(token).read_text().split()
    except (OSError, ValueError):
        return None
    return int(done), int(total)


def delete_upload(token: str) -> None:
    """Delete a detached file and its progress."""
    (_folder() / token).unlink(missing_ok=True)
    _progress(token).unlink(missing_ok=True)


def discard_session_upload(session: Any, purpose: str = QUESTIONS) -> None:
    """Delete the file of this session."""
    raw = session.pop(_slot(purpose), None)
    if raw:
        (_folder() / json.loads(raw)["token"]).unlink(missing_ok=True)


def _slot(purpose: str) -> str:
    return f"{purpose}_upload"


def _sweep() -> None:
    """Delete files that were never confirmed."""
    for path in _folder().glob("*"):
        if _TOKEN.match(path.name) and path.stat().st_mtime < time.time() - KEPT:
            path.unlink(missing_ok=True)


def _progress(token: str) -> Path:
    return _folder() / f"{token}.progress"


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "uploads"
