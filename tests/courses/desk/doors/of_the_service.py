"""Which doors lead to what is of no place and no person, and who goes through.

Courses, documents, questions, the structure of the service, other systems; and every list,
export and form of the desk whose address holds no key, where it is not in ``test_lists``,
which tells what is in it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from elearning.accounts.roles import Role
from tests.courses.desk.doors.service import Service
from tests.courses.desk.doors.table import (
    ACT,
    ADMINISTRATORS,
    CHANGE,
    HR,
    MINISTRY,
    READ,
    TRAINERS,
)

REVIEWERS = frozenset({Role.SAFEGUARD_REVIEWER})
RELEASERS = TRAINERS | REVIEWERS
DESIGNERS = MINISTRY | ADMINISTRATORS
ACCOUNT_OFFICE = HR | ADMINISTRATORS


@dataclass(frozen=True)
class Shared:
    """One address: in which ways something is done there, by whom, its keys and its query."""

    ways: frozenset[str]
    roles: frozenset[Role]
    keys: Callable[[Service], list] = field(default=lambda _service: [])
    query: dict[str, str] | None = None

    @property
    def kinds(self):
        return (self.roles,)


def of(name, *more):
    """Return the keys of the thing ``name``: its slug, code, key or number."""

    def keys(service):
        return [_leading(service, one) for one in (name, *more)]

    return keys


def _leading(service, path):
    """Return what ``path`` (``version.pk``) leads to; what is no path is itself the key."""
    if not isinstance(path, str) or "." not in path:
        return path
    found = service
    for step in path.split("."):
        found = getattr(found, step)
    return found


COURSE, DOCUMENT = of("course.slug"), of("document.slug")
QUESTION, LEAKED = of("question.key"), of("leaked.key")
PROPOSED = of("proposed.key")
TARGET = of("target.name")

OF_THE_SERVICE = {
    # --- releases
    "desk:release": Shared(READ, RELEASERS),
    "desk:release-course": Shared(CHANGE, RELEASERS, COURSE),
    "desk:approve-course": Shared(ACT, RELEASERS, COURSE),
    "desk:plan-release": Shared(ACT, RELEASERS, COURSE),
    "desk:cancel-planned-release": Shared(ACT, RELEASERS, of("course.slug", "plan.pk")),
    "desk:confirm-language": Shared(
        ACT, RELEASERS, of("course.slug", "version.pk", "ru")
    ),
    "desk:allow-weight": Shared(
        CHANGE, RELEASERS, of("heavy.unit.course.slug", "heavy.pk")
    ),
    "desk:exceptions": Shared(READ, RELEASERS),
    "desk:ask-exception": Shared(CHANGE, RELEASERS, COURSE),
    "desk:decide-exception": Shared(ACT, RELEASERS, of("exception.pk")),
    "desk:release-document": Shared(CHANGE, RELEASERS, DOCUMENT),
    "desk:approve-document": Shared(ACT, RELEASERS, DOCUMENT),
    "desk:weigh-document": Shared(ACT, RELEASERS, DOCUMENT),
    "desk:plan-document": Shared(ACT, RELEASERS, DOCUMENT),
    "desk:cancel-planned-document": Shared(
        ACT, RELEASERS, of("document.slug", "document_plan.pk")
    ),
    "desk:confirm-document": Shared(
        ACT, RELEASERS, of("document.slug", "guideline.pk", "ru")
    ),
    "desk:allow-document-weight": Shared(
        CHANGE, RELEASERS, of("document.slug", "guideline.pk")
    ),
    "desk:ask-document-exception": Shared(CHANGE, RELEASERS, DOCUMENT),
    "desk:impact": Shared(READ, RELEASERS, DOCUMENT),
    "desk:export-impact": Shared(ACT, RELEASERS, DOCUMENT),
    "desk:reviews:list": Shared(READ, REVIEWERS),
    "desk:reviews:module": Shared(
        CHANGE, REVIEWERS, of("module.course.slug", "module.key")
    ),
    "desk:reviews:guideline": Shared(CHANGE, REVIEWERS, DOCUMENT),
    "desk:stale": Shared(READ, RELEASERS),
    "desk:still-right": Shared(CHANGE, TRAINERS, of("stale.unit.key"), {"block": "a"}),
    "desk:parity": Shared(READ, RELEASERS),
    "desk:export-parity": Shared(ACT, RELEASERS),
    "desk:register": Shared(READ, RELEASERS),
    "desk:register-document": Shared(READ, RELEASERS, of("document.code")),
    # --- what is asked of whom
    "desk:rules:list": Shared(READ, HR),
    "desk:rules:new": Shared(CHANGE, MINISTRY),
    "desk:rules:change": Shared(CHANGE, MINISTRY, of("rule.pk")),
    "desk:rules:end": Shared(CHANGE, MINISTRY, of("rule.pk")),
    "desk:rules:qualification": Shared(CHANGE, MINISTRY),
    "desk:rules:decide-many": Shared(CHANGE, HR),
    "desk:reading-rules": Shared(READ, MINISTRY),
    "desk:add-reading-rule": Shared(CHANGE, MINISTRY),
    "desk:end-reading-rule": Shared(CHANGE, MINISTRY, of("reading_rule.pk")),
    "desk:new-issue": Shared(CHANGE, MINISTRY),
    "desk:framework": Shared(READ, HR | TRAINERS),
    "desk:framework-post": Shared(READ, HR | TRAINERS, of("post.code")),
    "desk:coverage": Shared(READ, HR | TRAINERS),
    "desk:coverage-sheets": Shared(READ, HR),
    "desk:coverage-export": Shared(CHANGE, HR),
    "desk:coverage-cell": Shared(READ, HR, of("post.code", 1)),
    "desk:observing:sheet": Shared(READ, HR, of("dynamic-security")),
    # --- structure of the service
    "desk:organisation:posts": Shared(READ, MINISTRY),
    "desk:organisation:add-post": Shared(CHANGE, MINISTRY),
    "desk:organisation:post": Shared(CHANGE, MINISTRY, of("post.code")),
    "desk:organisation:add-category": Shared(CHANGE, MINISTRY),
    "desk:organisation:category": Shared(CHANGE, MINISTRY, of("category.code")),
    "desk:organisation:ranks": Shared(READ, MINISTRY),
    "desk:organisation:add-rank": Shared(CHANGE, MINISTRY),
    "desk:organisation:rank": Shared(CHANGE, MINISTRY, of("rank.code")),
    # --- who may do what
    "desk:home": Shared(READ, ACCOUNT_OFFICE | RELEASERS),
    "desk:letters": Shared(ACT, ACCOUNT_OFFICE),
    "desk:remits": Shared(READ, ADMINISTRATORS),
    "desk:grant-remit": Shared(CHANGE, ADMINISTRATORS),
    "desk:end-remit": Shared(CHANGE, ADMINISTRATORS, of("remit.pk")),
    "desk:course-remits": Shared(READ, ADMINISTRATORS),
    "desk:grant-course-remit": Shared(CHANGE, ADMINISTRATORS),
    "desk:end-course-remit": Shared(CHANGE, ADMINISTRATORS, of("course_remit.pk")),
    "desk:tokens:make": Shared(CHANGE, HR),
    "desk:audit": Shared(READ, ADMINISTRATORS),
    # --- forms about people, who are found by what is entered
    "desk:open-numbers": Shared(CHANGE, HR),
    "desk:close-numbers": Shared(ACT, HR),
    "desk:service:add": Shared(CHANGE, HR),
    "desk:staff-lists:upload": Shared(CHANGE, HR),
    "desk:reports:new": Shared(CHANGE, HR),
    "desk:sessions:plan": Shared(CHANGE, HR),
    "desk:sessions:add-course": Shared(CHANGE, MINISTRY),
    "desk:exams:find": Shared(CHANGE, TRAINERS),
    "desk:exams:plan": Shared(CHANGE, HR | TRAINERS),
    "desk:certificates:take": Shared(CHANGE, HR),
    "desk:records-check": Shared(CHANGE, MINISTRY),
    # --- what is kept
    "desk:retention:rules": Shared(READ, ACCOUNT_OFFICE),
    "desk:retention:report": Shared(READ, ACCOUNT_OFFICE),
    "desk:retention:export": Shared(CHANGE, ACCOUNT_OFFICE),
    # --- designs
    "desk:designs:list": Shared(READ, DESIGNERS),
    "desk:designs:propose": Shared(CHANGE, DESIGNERS),
    "desk:designs:design": Shared(CHANGE, DESIGNERS, of("design.number")),
    "desk:designs:picture": Shared(READ, DESIGNERS, of("design.number", "sheet", "kk")),
    # --- questions and answers
    "desk:bank:questions": Shared(READ, RELEASERS),
    "desk:bank:question": Shared(READ, RELEASERS, QUESTION),
    "desk:bank:versions": Shared(READ, RELEASERS, QUESTION),
    "desk:bank:compare": Shared(READ, RELEASERS, QUESTION),
    "desk:bank:languages": Shared(READ, RELEASERS, QUESTION),
    "desk:bank:state": Shared(CHANGE, TRAINERS, QUESTION),
    "desk:bank:decide-state": Shared(CHANGE, RELEASERS, PROPOSED),
    "desk:bank:withdraw-state": Shared(CHANGE, RELEASERS, PROPOSED),
    "desk:bank:proposals": Shared(READ, RELEASERS),
    "desk:bank:file": Shared(CHANGE, TRAINERS, QUESTION),
    "desk:bank:file-many": Shared(ACT, TRAINERS),
    "desk:bank:quarantine": Shared(CHANGE, RELEASERS, QUESTION),
    "desk:bank:lift": Shared(CHANGE, RELEASERS, LEAKED),
    "desk:bank:decide": Shared(CHANGE, TRAINERS, LEAKED),
    "desk:bank:leaks": Shared(READ, HR),
    "desk:bank:tasks": Shared(READ, RELEASERS),
    "desk:bank:close-task": Shared(CHANGE, TRAINERS, of("task.pk")),
    "desk:bank:reaffirm": Shared(CHANGE, RELEASERS, of("rechecked.key")),
    "desk:statistics:questions": Shared(READ, TRAINERS),
    "desk:statistics:question": Shared(READ, TRAINERS, of("asked.pk")),
    "desk:statistics:exam": Shared(READ, TRAINERS, of("paper.pk")),
    "desk:statistics:gains": Shared(READ, TRAINERS),
    "desk:corrections:list": Shared(READ, RELEASERS),
    "desk:corrections:propose": Shared(CHANGE, RELEASERS, of("asked.pk")),
    "desk:corrections:correction": Shared(READ, RELEASERS, of("correction.key")),
    "desk:corrections:decide": Shared(CHANGE, RELEASERS, of("correction.key")),
    "desk:marking:queue": Shared(READ, TRAINERS),
    "desk:marking:mine": Shared(READ, TRAINERS),
    "desk:marking:disagreements": Shared(READ, TRAINERS),
    "desk:marking:next": Shared(
        READ, TRAINERS, of("answer.attempt.enrolment.course.slug", "kk")
    ),
    "desk:marking:mark": Shared(CHANGE, TRAINERS, of("answer.pk")),
    "desk:marking:decide": Shared(CHANGE, TRAINERS, of("disputed.pk")),
    "desk:marking:set-aside": Shared(CHANGE, TRAINERS, of("answer.pk")),
    "desk:marking:held": Shared(READ, ADMINISTRATORS),
    "desk:marking:give-back": Shared(CHANGE, ADMINISTRATORS, of("aside.pk")),
    "desk:enquiries:list": Shared(READ, TRAINERS),
    "desk:enquiries:answered": Shared(READ, TRAINERS),
    "desk:enquiries:enquiry": Shared(CHANGE, TRAINERS, of("enquiry.key")),
    # --- the record store and other systems
    "desk:records:statements": Shared(READ, ADMINISTRATORS),
    "desk:records:statement": Shared(READ, ADMINISTRATORS, of("statement.uuid")),
    "desk:records:linter": Shared(CHANGE, ADMINISTRATORS),
    "desk:records:credentials": Shared(READ, ADMINISTRATORS),
    "desk:records:create-credential": Shared(CHANGE, ADMINISTRATORS),
    "desk:records:revoke-credential": Shared(
        CHANGE, ADMINISTRATORS, of("credential.pk")
    ),
    "desk:records:targets": Shared(READ, ADMINISTRATORS),
    "desk:records:create-target": Shared(CHANGE, ADMINISTRATORS),
    "desk:records:target": Shared(READ, ADMINISTRATORS, TARGET),
    "desk:records:change-target": Shared(CHANGE, ADMINISTRATORS, TARGET),
    "desk:records:backfill-target": Shared(CHANGE, ADMINISTRATORS, TARGET),
    "desk:records:stop-target": Shared(CHANGE, ADMINISTRATORS, TARGET),
    "desk:records:pause-target": Shared(ACT, ADMINISTRATORS, TARGET),
    "desk:records:resume-target": Shared(ACT, ADMINISTRATORS, TARGET),
    "desk:records:test-target": Shared(ACT, ADMINISTRATORS, TARGET),
    "desk:records:retry-target": Shared(ACT, ADMINISTRATORS, TARGET),
    "desk:records:exports": Shared(CHANGE, ADMINISTRATORS),
    "desk:records:cancel-export": Shared(ACT, ADMINISTRATORS, of("export.pk")),
    "desk:records:download-export": Shared(READ, ADMINISTRATORS, of("export.pk")),
}
