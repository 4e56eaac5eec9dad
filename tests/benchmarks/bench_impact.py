"""How long a ministry's site takes to tell what a change touches; measured, not asserted.

    python -m tests.benchmarks.bench_impact [--clauses 500] [--questions 5000]
        [--people 20000] [--courses 10]

Makes a test database of the configured kind (``TEST_DATABASE_URL``) and drops it again.
Every person holds a certificate of every course, every course asks its share of the
questions, two of them teach what rule 76 names, and every clause of the guideline is
changed in substance. Pages are asked of
the platform in this process, with everything that stands before a view.
"""

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import django
from django.db import connection
from django.test.utils import setup_databases, teardown_databases


def main() -> None:
    """Make the site, release the edition, then ask for each page three times."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clauses", type=int, default=500)
    parser.add_argument("--questions", type=int, default=5000)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--courses", type=int, default=10)
    wanted = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.test")
    django.setup()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        _measure(wanted)
    finally:
        teardown_databases(old, verbosity=0)


def _measure(wanted: argparse.Namespace) -> None:
    from courses.certificates.models import Certificate
    from courses.models import Unit
    from courses.provisions.document_release import release_document
    from courses.provisions.models import Clause
    from elearning.accounts.roles import Role
    from tests.factories.approvals import approved

    version, place = _made(wanted)
    print(
        f"{connection.vendor}: {Clause.objects.count()} clauses, "
        f"{Unit.objects.filter(kind='question').count()} questions, "
        f"{Certificate.objects.count()} certificates",
        flush=True,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    trainer, officer = _client(Role.TRAINER, place), _client(Role.MINISTRY_HR, place)
    slug = version.document.slug
    _get(trainer, "home")  # templates are read once
    approvals = approved([version.digest])
    with _timed("the edition is released, and what it touches is listed"):
        with _timed("the edition is released"):
            release_document(version, approvals, by=None)
        _get(trainer, "impact", slug)
    for client, name, args in [
        (trainer, "impact", [slug]),
        (trainer, "parity", []),
        (trainer, "register-document", [version.document.code]),
        (trainer, "bank:questions", []),
        (trainer, "bank:tasks", []),
        (trainer, "home", []),
        (trainer, "coverage", []),
        (officer, "coverage", []),
    ]:
        _get(client, name, *args)
        with _timed(f"page {name}{' with people' if client is officer else ''}"):
            _get(client, name, *args)


def _made(wanted: argparse.Namespace):
    """Return the version that changes every clause, and where all people work."""
    from django.utils import timezone

    from courses.models import UnitVersion
    from courses.provisions.models import Citation
    from courses.traceability.provision_coverage import PROVISIONS
    from tests.factories import large
    from tests.factories.provisions import released_instrument

    version, course = large.changed_site(
        wanted.clauses, wanted.questions // wanted.courses
    )
    clauses = list(version.document.clauses.order_by("pk"))
    courses = [course]
    for number in range(1, wanted.courses):
        share = wanted.questions // wanted.courses
        courses.append(large.citing_course(f"LARGE{number}", clauses, share))
    rules = released_instrument(*PROVISIONS).clauses.all()
    Citation.objects.bulk_create(
        Citation(
            clause=rules[n],
            unit_version=UnitVersion.objects.filter(unit__course=courses[n % 2])[n],
        )
        for n in range(len(rules))
    )
    place = large.people(wanted.people, posts=40)
    for one in courses:
        large.certified(one, timezone.localdate() - timedelta(days=100))
    return version, place


def _client(role, place):
    """Return the browser of somebody with ``role``, signed in with her second factor."""
    from django.test import Client

    from tests.factories.accounts import UserFactory, pass_both_steps
    from tests.factories.staff import RemitFactory

    user = UserFactory(roles=[role])
    RemitFactory(user=user, role=role, establishment=place)
    return pass_both_steps(Client(), user)


def _get(client, name: str, *args: str) -> None:
    """Ask for a page of the desk."""
    from django.urls import reverse

    answer = client.get(reverse(f"desk:{name}", args=args))
    assert answer.status_code == 200, (name, answer.status_code)


@contextmanager
def _timed(what: str) -> Iterator[None]:
    """Print how long it took, and how much of that this process was at work."""
    begun, worked = time.perf_counter(), time.process_time()
    yield
    spent = (time.perf_counter() - begun, time.process_time() - worked)
    print("{:9.0f} ms {:9.0f} ms of work".format(*(1000 * one for one in spent)), what)


if __name__ == "__main__":
    main()
