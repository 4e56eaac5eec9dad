"""Take guards of the platform out, one at a time, and see which test notices.

    python -m tests.mutations [NUMBER …]

Works in a copy of what git knows, on SQLite, with the tests that `make test` runs of the
named folders; ``on_both`` adds what the vendor of the database decides, on PostgreSQL. It
ends with 1 where a guard was missed by nobody.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.databases import LOCAL

ROOT = Path(__file__).resolve().parent.parent
_QUICK = "not slow and not browser"


@dataclass(frozen=True)
class Mutation:
    """In ``path`` the text ``was`` becomes ``now``; ``tests`` are the folders that may notice."""

    what: str
    path: str
    was: str
    now: str
    tests: str
    on_both: bool = False


MUTATIONS = [
    Mutation(
        "a view of the desk admits every role",
        "courses/desk/kit/access.py",
        "if not request.user.has_role(*roles):",
        "if False:",
        "tests/courses/desk/doors",
    ),
    Mutation(
        "a certificate is visible outside the remit",
        "courses/certificates/models/certificate.py",
        "StaffMember.objects.in_remit_of(user).values(",
        "StaffMember.objects.all().values(",
        "tests/courses/certificates tests/courses/desk/doors",
    ),
    Mutation(
        "an establishment is visible outside the remit",
        "elearning/staff/models/establishment.py",
        'seen: Self = self.filter(build_subtree_condition("path", paths))',
        "seen: Self = self.all()",
        "tests/elearning/staff tests/courses/desk/doors",
    ),
    Mutation(
        "an attempt is visible to other learners",
        "courses/assessment/models/attempt.py",
        "return self.filter(enrolment__learner__user=user)",
        "return self.all()",
        "tests/courses/assessment",
    ),
    Mutation(
        "an author approves what they wrote",
        "courses/release/gates.py",
        "return approval.by_id not in authors",
        "return True",
        "tests/courses/release",
    ),
    Mutation(
        "the safeguard review is no gate",
        "courses/release/gates.py",
        "DEMANDED = (Approval.Gate.PEER, Approval.Gate.SAFEGUARD)",
        "DEMANDED = (Approval.Gate.PEER,)",
        "tests/courses/release",
    ),
    Mutation(
        "a removal from a course needs nobody else",
        "courses/release/edition_proposal.py",
        "return bool(self.differences or self.loosened)",
        "return bool(self.loosened)",
        "tests/courses/release/test_outline_gates.py tests/content/test_removals.py",
    ),
    Mutation(
        "a weaker exam needs nobody else",
        "courses/release/edition_proposal.py",
        "return bool(self.differences or self.loosened)",
        "return bool(self.differences)",
        "tests/courses/release/test_outline_gates.py tests/content/test_removals.py",
    ),
    Mutation(
        "an approval of content that was replaced since still counts",
        "courses/release/authorship.py",
        "max(filter(None, [cut, same.published_at]))",
        "rows[0].published_at",
        "tests/courses/release/test_outline_gates.py tests/content/test_removals.py",
    ),
    Mutation(
        "the parts of a question are served under their ids",
        "courses/assessment/asking/part_names.py",
        "served = self._names.get(path) or _name(self._place, *path)",
        'served = part["id"]',
        "tests/courses/assessment/asking tests/content/bank",
    ),
    Mutation(
        "a trainer opens questions of any course",
        "content/questions/remit_viewsets.py",
        "instance.pk is None or instance.course_id in _courses_of(user)",
        "True",
        "tests/content/bank",
    ),
    Mutation(
        "a privileged role needs no second factor",
        "elearning/accounts/models.py",
        "return self.is_superuser or not self.roles.isdisjoint(SECOND_FACTOR_ROLES)",
        "return False",
        "tests/elearning/accounts tests/elearning/staff",
    ),
    Mutation(
        "an idle session never ends",
        "elearning/accounts/middleware.py",
        "if idle_timeout.count_seconds_left(request.session) >= 0:",
        "if True:",
        "tests/elearning/accounts",
    ),
    Mutation(
        "wrong passwords are not counted for the account",
        "elearning/accounts/sign_in_attempts.py",
        'self._is_known or not self._is_spent("login_failed_account")',
        "True",
        "tests/elearning/accounts",
    ),
    Mutation(
        "codes of certificates may be guessed without end",
        "courses/certificates/verification/verification_limits.py",
        "if is_limit_reached(request, _MISS, key=address):",
        "if False:",
        "tests/courses/certificates/verification",
    ),
    Mutation(
        "any code opens an invigilated exam",
        "courses/assessment/sittings/access_codes.py",
        "return sitting.is_invigilated and _is_same(code, _of_session(sitting))",
        "return sitting.is_invigilated",
        "tests/courses/assessment",
    ),
    Mutation(
        "a second window answers an exam as well",
        "courses/assessment/attempts/exam_windows.py",
        "return read_window_token(request, attempt.key) == attempt.hold",
        "return True",
        "tests/courses/assessment",
    ),
    Mutation(
        "statements bear the number of their person",
        "courses/records/statements/pseudonyms.py",
        "return hmac.new(settings.PSEUDONYM_KEY.encode(), said, hashlib.sha256).hexdigest()",
        "return staff_member.staff_number",
        "tests/courses/records",
    ),
    Mutation(
        "what is on hold is held again, unnoticed",
        "courses/retention/legal_holds.py",
        "if same.exists():",
        "if False:",
        "tests/courses/retention",
    ),
    Mutation(
        "scripts may come from anywhere",
        "elearning/settings/base.py",
        '"script-src": [CSP.SELF, CSP.NONCE]',
        '"script-src": ["*", CSP.UNSAFE_INLINE]',
        "tests/elearning",
    ),
    Mutation(
        "two answers are saved over each other",
        "courses/assessment/attempts/answer_store.py",
        'return asked.select_for_update(of=("attempt",), no_key=True)',
        "return asked",
        "tests/courses/assessment",
        on_both=True,
    ),
]


def main():
    """Try the mutations whose numbers are given, else all; return the exit code."""
    wanted = [int(one) - 1 for one in sys.argv[1:]] or range(len(MUTATIONS))
    missed = 0
    for place in wanted:
        mutation = MUTATIONS[place]
        noticed = _noticed(mutation)
        missed += not noticed
        print(f"| {place + 1} | {mutation.what} | {noticed or 'MISSED'} |", flush=True)
    return int(bool(missed))


def _noticed(mutation):
    """Return the test that notices, if one does."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        _copy(copy)
        path = copy / mutation.path
        text = path.read_text()
        if text.count(mutation.was) != 1:
            raise SystemExit(f"{mutation.path} does not hold: {mutation.was}")
        path.write_text(text.replace(mutation.was, mutation.now))
        found = _first_failure(copy, mutation.tests, _QUICK, {})
        if not found and mutation.on_both:
            found = _first_failure(
                copy, mutation.tests, "database_vendor", {"TEST_DATABASE_URL": LOCAL}
            )
            found = found and f"{found} (PostgreSQL)"
    return found


def _copy(folder):
    """Copy what git knows, with the catalogues that are compiled."""
    listed = subprocess.run(
        [
            shutil.which("git"),
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\0")
    names = {one for one in listed if one and (ROOT / one).is_file()}
    for path in [*(ROOT / name for name in names), *(ROOT / "locale").rglob("*.mo")]:
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    (folder / "tests/interop/node_modules").symlink_to(
        ROOT / "tests/interop/node_modules"
    )


def _first_failure(folder, tests, mark, environment):
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-qx",
            "-n2",
            "--tb=no",
            "-m",
            mark,
            *tests.split(),
        ],
        cwd=folder,
        env=_without_database() | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    failed = [
        one.partition(" ")[2].partition(" - ")[0]
        for one in done.stdout.splitlines()
        if one.startswith(("FAILED ", "ERROR "))
    ]
    if done.returncode and not failed:
        raise SystemExit(done.stdout + done.stderr)
    return failed[0] if failed else ""


def _without_database():
    """Return an environment on SQLite, in the folder where a migrated database is kept."""
    known = {name: said for name, said in os.environ.items() if "DATABASE" not in name}
    settings = {"DJANGO_SETTINGS_MODULE": "elearning.settings.test"}
    return known | settings | {"VAR_DIR": str(ROOT / "var")}


if __name__ == "__main__":
    sys.exit(main())
