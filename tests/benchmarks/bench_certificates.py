"""How long certificates take; measured, not asserted.

    python -m tests.benchmarks.bench_certificates [--certificates 131072]
        [--papers 500 1000] [only …]

Makes a test database of the configured kind (``TEST_DATABASE_URL``) and drops it again.
Name measures to run only these. Budgets: a status list is built in 1 s, a paper
is set in 50 ms; with its credential and sealed it takes 150 ms, and 10,000 are made in
the background in 10 minutes on two cores, in a memory that does not grow; the public
page is answered in 50 ms.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.db import connection, models
from django.test.utils import override_settings, setup_databases, teardown_databases
from django.utils import timezone

if TYPE_CHECKING:
    from courses.certificates.documents.record_document import TrainingRecord


def main() -> None:
    """Make the keys and one certificate, then take the measures that are wanted."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--certificates", type=int, default=131_072)
    parser.add_argument("--papers", type=int, nargs="*", default=[500, 1000])
    parser.add_argument("only", nargs="*", choices=[*MEASURES, []])
    wanted = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.test")
    django.setup()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            override_settings(KEYS_DIR=Path(folder)),
        ):
            _measure(wanted)
    finally:
        teardown_databases(old, verbosity=0)


def _measure(wanted: argparse.Namespace) -> None:
    from courses.certificates.keys import key_creation

    key_creation.create_missing_keys(by=None)
    print(connection.vendor, flush=True)
    for name in wanted.only or MEASURES:
        MEASURES[name](wanted)


def credentials(wanted: argparse.Namespace) -> None:
    """Take the time of one credential, signed."""
    from courses.certificates.credentials.open_badge import build_badge, build_badge_jwt
    from tests.factories.certificates import CertificateFactory

    certificate = CertificateFactory()
    _tell("a credential is signed", lambda: build_badge(certificate))
    _tell("a credential is signed as a token", lambda: build_badge_jwt(certificate))


def papers(wanted: argparse.Namespace) -> None:
    """Take the time of a sheet, a card and a record, each time of somebody else."""
    from courses.certificates.documents import certificate_document, record_document
    from tests.factories.certificates import CertificateFactory

    attached = b'{"type": ["VerifiableCredential", "OpenBadgeCredential"]}' * 90
    languages = cycle(("kk", "ru", "en"))
    others = cycle(zip(CertificateFactory.create_batch(50), languages, strict=False))

    def setter(form: str) -> Callable[[], object]:
        certificate_document.render_certificate_pdf(
            *next(others), form, attached
        )  # Typst reads its fonts but once
        return lambda: certificate_document.render_certificate_pdf(
            *next(others), form, attached
        )

    _tell("a sheet is set", setter("sheet"), times=100)
    _tell("a card is set", setter("card"), times=100)
    at = timezone.now()
    _tell(
        "a record of 60 lines is set",
        lambda: record_document.render_record_pdf(_record(), at),
    )


def _record() -> "TrainingRecord":
    rows = [
        [f"C1-2026-{line:06}", "Мандела ережелері", "Жарамды"] for line in range(60)
    ]
    return {
        "heading": "Оқу туралы жазба",
        "issuer": "Оқу платформасы",
        "holder": "Қыдырбаева Әсел Ғаниқызы",
        "as_of": "2026 жылғы 14 наурыз",
        "number": "R-2026-000001",
        "facts": [],
        "tables": [
            {
                "heading": "Сертификаттар",
                "columns": ["Нөмірі", "Курс", "Күйі"],
                "widths": [1.0, 2.0, 1.0],
                "rows": rows,
                "empty": "",
            }
        ],
        "closing": [],
    }


def status_lists(wanted: argparse.Namespace) -> None:
    """Take the time of a list, all of whose certificates are there and every tenth revoked."""
    from django.core.cache import caches

    from courses.certificates.credentials.status_lists import (
        StatusPurpose,
        build_status_list,
    )

    _fill(wanted.certificates)
    at = timezone.now()

    def anew() -> None:
        caches["files"].clear()
        build_status_list(StatusPurpose.REVOCATION, 0, at=at)

    _tell(f"a list of {wanted.certificates} certificates is built", anew)
    _tell(
        "the same list is asked for again",
        lambda: build_status_list(StatusPurpose.REVOCATION, 0, at=at),
    )
    _tell(
        "a list without a bit is built",
        lambda: build_status_list(StatusPurpose.REFRESH, 0, at=at),
    )


def sheets(wanted: argparse.Namespace) -> None:
    """Take the time of one paper, and of many that the worker makes in the background."""
    from django.conf import settings

    from courses.certificates.sheets import certificate_pdfs
    from courses.certificates.sheets.certificate_pdfs import get_certificate_pdf
    from tests.factories.certificates import CertificateFactory

    storage = "django.core.files.storage.FileSystemStorage"
    with tempfile.TemporaryDirectory() as folder:
        kept = {"papers": {"BACKEND": storage, "OPTIONS": {"location": folder}}}
        with override_settings(STORAGES=settings.STORAGES | kept):
            certificate = CertificateFactory()
            now = timezone.now()
            _tell(
                "a paper is set with its credential and sealed",
                lambda: certificate_pdfs.build_sealed_pdf(
                    certificate, "kk", "sheet", now
                ),
            )
            get_certificate_pdf(certificate, "kk")
            _tell(
                "a kept paper is handed out",
                lambda: get_certificate_pdf(certificate, "kk"),
            )
            for number in wanted.papers:
                _in_background(number)


def _in_background(number: int) -> None:
    """Have the chore of the worker make ``number`` papers; say how long and how much."""
    import resource

    from courses.certificates.models import Certificate
    from courses.certificates.sheets import pdf_preparation
    from tests.factories.certificates import CertificateFactory

    first = CertificateFactory(issued_on=timezone.localdate())
    for _one in range(number - 1):
        CertificateFactory(
            issued_on=timezone.localdate(), completion=_another(first.completion)
        )
    start, own = time.perf_counter(), time.process_time()
    while pdf_preparation.prepare_new_pdfs(timezone.now()):
        pass
    taken, own = time.perf_counter() - start, time.process_time() - own
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    made = Certificate.objects.filter(sheets__isnull=False).distinct().count()
    print(
        f"{number:9} papers in the background {taken:9.1f} s, of a processor {own:9.1f} s; "
        f"10,000 would take {taken / number * 10_000 / 60:5.1f} min; at most {peak:.0f} MB; "
        f"{made} have one",
        flush=True,
    )


def _another(completion: models.Model) -> models.Model:
    return type(completion).objects.create(**_words(completion))


def pages(wanted: argparse.Namespace) -> None:
    """Take the time of the public page, by code and by square code, and its weight."""
    from courses.certificates.qr_claims import claim_codec
    from tests.factories.certificates import CertificateFactory

    certificate = CertificateFactory()
    _page("code", certificate.code)
    _page("square code", claim_codec.build_signed_claim(certificate))


def _page(what: str, code: str) -> None:
    from django.test import Client

    client = Client(headers={"Accept-Encoding": "gzip"}, REMOTE_ADDR="10.0.0.1")

    def look() -> int:
        return len(client.get(f"/ru/verify/{code}/").content)

    _tell(f"the page of a {what}, {look()} bytes", look, 90)


def _fill(count: int) -> None:
    """Make ``count`` certificates, a tenth of whose passes are withdrawn."""
    from courses.certificates.models import Certificate
    from courses.records.models import Completion, Withdrawal
    from tests.factories.accounts import UserFactory
    from tests.factories.certificates import CertificateFactory

    first = CertificateFactory()
    by = UserFactory()
    passed, said = _words(first.completion), _words(first)
    for start in range(0, count, 2_000):
        some = range(start, min(start + 2_000, count))
        passes = Completion.objects.bulk_create(Completion(**passed) for _one in some)
        Certificate.objects.bulk_create(
            Certificate(**(said | {"completion_id": one.pk, "number": f"B{one.pk}"}))
            for one in passes
        )
        Withdrawal.objects.bulk_create(
            Withdrawal(
                completion=one,
                withdrawn_on=one.passed_on,
                ground="error",
                recorded_at=one.recorded_at,
                recorded_by=by,
            )
            for one in passes[::10]
        )


def _words(row: models.Model) -> dict[str, object]:
    """Return what ``row`` says, without what tells it from all others."""
    told = {field.attname: field for field in row._meta.concrete_fields}
    return {
        name: getattr(row, name) for name, field in told.items() if not field.unique
    }


def _tell(what: str, act: Callable[[], object], times: int = 20) -> None:
    """Do it ``times`` times, and print the median and the slowest."""
    taken = []
    for _time in range(times):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    middle, worst = statistics.median(taken), max(taken)
    print(f"{what:60} {middle:9.1f} ms   at most {worst:9.1f} ms", flush=True)


MEASURES = {
    measure.__name__: measure
    for measure in (credentials, pages, papers, sheets, status_lists)
}

if __name__ == "__main__":
    main()
