"""Exports of statements: ordered by people, written in steps by the worker.

Files are kept in ``EXPORTS_DIR`` for a week. A worker killed at any point loses
nothing: the next one continues after what the row says is complete.
"""

import logging
import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Course, Unit
from courses.records.errors import ExportError
from courses.records.export import export_files
from courses.records.models import ExportJob
from courses.records.statements import activities, verbs
from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.lrs import statement_keys
from elearning.lrs.models import Activity, Statement, StatementActivity, Verb
from elearning.lrs.models.named_rows import hash_name
from elearning.lrs.statements import consistency

logger = logging.getLogger("elearning.exports")

_State = ExportJob.State
_OPEN = (_State.WAITING, _State.RUNNING)
_KEPT = timedelta(days=7)
_LONGEST_TURN = 5  # seconds: the worker has other jobs
_LEASE = timedelta(minutes=2)
_TWICE = timedelta(minutes=1)


def order_export(
    kind: str, since: datetime | None, until: datetime | None, *, by: User | None
) -> ExportJob:
    """Order an export of all statements stored from ``since`` until ``until``.

    ``kind`` is ``ndjson`` or ``parquet``; without a moment, it is from the first, or up
    to the last that every reader can see by now. Ordering the same again within a
    minute, as a form sent twice does, returns the first one while it is waiting. Raises
    ``ExportError``.
    """
    if kind not in ExportJob.Kind:
        raise ExportError(_("Choose NDJSON or Parquet."))
    if since and until and since > until:
        raise ExportError(_("The first day comes after the last one."))
    at = timezone.now()
    same = _waiting(by, at).filter(kind=kind, since=since, until=until).first()
    if same is not None:
        return same
    seen = consistency.compute_consistent_key()
    with transaction.atomic():
        job = ExportJob.objects.create(
            kind=kind,
            since=since,
            until=until,
            ordered_by=by,
            ordered_at=at,
            after=_before_first(since),
            before=min(statement_keys.compute_first_key_after(until), seen)
            if until
            else seen,
        )
        audit_log.record_action("records.export_ordered", by=by, on=job, kind=kind)
    return job


def cancel_export(job: ExportJob, *, by: User | None) -> None:
    """Cancel an export; a finished one is kept."""
    with transaction.atomic():
        stopped = ExportJob.objects.filter(pk=job.pk, state__in=_OPEN).update(
            state=_State.CANCELLED, finished_at=timezone.now()
        )
        if stopped:
            audit_log.record_action("records.export_cancelled", by=by, on=job)
    job.refresh_from_db()


def list_export_jobs() -> QuerySet[ExportJob]:
    """Return all exports, newest first, with the users who ordered them."""
    return ExportJob.objects.select_related("ordered_by")


def get_export_file(job: ExportJob, *, by: User | None) -> Path:
    """Return the path of the file for download, and record the access.

    Raises ``ExportError`` if there is no file, or no longer.
    """
    path = _folder() / job.name
    if job.state != _State.DONE or not path.is_file():
        raise ExportError(_("This export has no file. Request it again."))
    audit_log.record_action("records.export_downloaded", by=by, on=job, kind=job.kind)
    return path


def list_examined_courses(job: ExportJob) -> QuerySet[Course]:
    """Return the courses with exam answers in an export, which reveal what is right."""
    exams = Unit.objects.filter(kind=Unit.Kind.EXAM)
    courses = {
        hash_name(name): exam.course_id
        for exam in exams
        for name in activities.list_exam_iris(exam)
    }
    spoken = [hash_name(verb.iri) for verb in (verbs.ANSWERED, verbs.SKIPPED)]
    told = StatementActivity.objects.filter(
        activity=OuterRef("pk"),
        verb__in=Verb.objects.filter(key__in=spoken),
        statement__gt=_before_first(
            job.since
        ),  # not ``after``, which advances with the export
        statement__lt=job.before,
    )
    met = Activity.objects.filter(Exists(told), key__in=courses)
    return Course.objects.filter(
        pk__in={courses[key] for key in met.values_list("key", flat=True)}
    )


def move_export_file(job: ExportJob, path: Path) -> None:
    """Move the file of an export to ``path``; the worker no longer manages it."""
    shutil.move(get_export_file(job, by=None), path)
    ExportJob.objects.filter(pk=job.pk).update(state=_State.REMOVED)


def write_next_export(at: datetime) -> int:
    """Write a part of the oldest waiting export; return the number of statements."""
    job = ExportJob.objects.filter(state__in=_OPEN).order_by("pk").first()
    return write_export(job, at) if job else 0


def write_export(job: ExportJob, at: datetime) -> int:
    """Write a part of an export, unless another worker does; return the number of statements."""
    if not job.take(at=at, until=at + _LEASE):
        return 0
    job.refresh_from_db()
    before = job.written
    try:
        _Writing(job, at).go_on()
    except _StoppedError:
        logger.info("The export %s was stopped", job.pk)
    finally:
        job.give_back()
    return job.written - before


def remove_old_exports(at: datetime) -> int:
    """Remove files of exports older than a week, and leftovers; return their number."""
    old = ExportJob.objects.filter(state=_State.DONE, finished_at__lte=at - _KEPT)
    old.update(state=_State.REMOVED)
    found = list(_folder().iterdir())
    live = ExportJob.objects.filter(state__in=(*_OPEN, _State.DONE))
    needed = {job.name for job in live}
    unneeded = [path for path in found if _owner(path) not in needed]
    for path in unneeded:
        _remove(path)
    return len(unneeded)


class _StoppedError(Exception):
    """The export was cancelled, or another worker holds it."""


class _Writing:
    """One turn of a worker at one export."""

    def __init__(self, job: ExportJob, at: datetime) -> None:
        self._job = job
        self._at = at
        self._began = time.monotonic()
        self._path = _folder() / job.name
        self._draft = self._path.with_name(f"{job.name}.part")
        self._parts = self._path.with_name(f"{job.name}.parts")

    def go_on(self) -> None:
        """Write until the turn is over, or all is written; raises ``_StoppedError``."""
        try:
            if self._job.state == _State.WAITING:
                self._begin()
            while rows := export_files.read_statement_chunk(
                self._job.after, self._job.before
            ):
                self._add(rows)
                if time.monotonic() - self._began > _LONGEST_TURN:
                    return
            self._finish()
        except OSError as error:
            logger.exception("The export %s failed", self._job.pk)
            self._note(state=_State.FAILED, error=str(error), finished_at=self._now())

    def _begin(self) -> None:
        job = self._job
        found = Statement.objects.filter(pk__gt=job.after, pk__lt=job.before)
        self._note(state=_State.RUNNING, total=found.count())

    def _add(self, rows: export_files.Rows) -> None:
        written = self._job.written + len(rows)
        self._note(after=rows[-1].pk, mark=self._write(rows), written=written)

    def _write(self, rows: export_files.Rows) -> int:
        job = self._job
        if job.kind == ExportJob.Kind.NDJSON:
            return export_files.append_ndjson_lines(self._draft, rows, at=job.mark)
        self._parts.mkdir(mode=0o700, exist_ok=True)
        part = self._part(job.mark)
        draft = part.with_suffix(".draft")
        export_files.write_parquet_table(draft, rows)
        draft.replace(part)
        return job.mark + 1

    def _finish(self) -> None:
        job = self._job
        if job.kind == ExportJob.Kind.NDJSON:
            export_files.append_ndjson_lines(self._draft, [], at=job.mark)
        else:
            parts = [self._part(number) for number in range(job.mark)]
            for _written in export_files.join_parquet_tables(parts, self._draft):
                self._note()
        self._draft.chmod(0o600)
        self._draft.replace(self._path)
        self._note(state=_State.DONE, finished_at=self._now())
        _remove(self._parts)

    def _part(self, number: int) -> Path:
        return self._parts / f"{number:06}.parquet"

    def _note(self, **facts: object) -> None:
        """Store ``facts`` and extend the lease; raise ``_StoppedError`` if it is lost."""
        until = self._now() + _LEASE
        ours = ExportJob.objects.filter(
            pk=self._job.pk, lease=self._job.lease, state__in=_OPEN
        )
        if not ours.update(leased_until=until, **facts):
            raise _StoppedError
        for name, value in facts.items():
            setattr(self._job, name, value)

    def _now(self) -> datetime:
        return self._at + timedelta(seconds=time.monotonic() - self._began)


def _waiting(by: User | None, at: datetime) -> QuerySet[ExportJob]:
    """Return the exports that somebody ordered within a minute and that are not started."""
    lately = ExportJob.objects.filter(ordered_at__gte=at - _TWICE, state=_State.WAITING)
    return lately.filter(ordered_by=by) if by else lately.none()


def _before_first(since: datetime | None) -> int:
    """Return the key after which the statements of an export begin."""
    return statement_keys.compute_first_key(since) - 1 if since else 0


def _folder() -> Path:
    folder: Path = settings.EXPORTS_DIR
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    return folder


def _owner(path: Path) -> str:
    """Return the name of the export that a file or folder belongs to."""
    return path.name.removesuffix(".part").removesuffix(".parts")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
