"""Which doors lead to what is a learner's own, and who goes through besides herself.

Officers of her place find her certificates; an exam, its result and what she is told are
between her and the platform.
"""

from collections.abc import Callable
from dataclasses import dataclass

from elearning.accounts.roles import Role
from tests.courses.desk.doors.table import ACT, CHANGE, HR, NOBODY, READ, by_key, by_pk
from tests.courses.desk.doors.things import Things


@dataclass(frozen=True)
class Hers:
    """One address: what stands in it, what she does there, and who does it besides."""

    keys: Callable[[Things], list]
    ways: frozenset[str]
    officers: frozenset[Role] = NOBODY


HERS = {
    "learner:result": Hers(by_key("marked"), READ),
    "learner:sessions:session": Hers(by_key("her_session"), READ),
    "learner:sessions:calendar": Hers(by_key("her_session"), READ),
    "learner:sessions:register": Hers(by_key("her_session"), ACT),
    "learner:sessions:leave": Hers(by_key("her_session"), ACT),
    "assessment:start": Hers(by_key("enrolment"), CHANGE),
    "assessment:pre-test": Hers(by_key("enrolment"), CHANGE),
    "assessment:follow-up": Hers(by_key("enrolment"), CHANGE),
    "assessment:practice": Hers(by_key("enrolment"), READ),
    "assessment:practice-question": Hers(
        lambda things: [things.enrolment.key, things.practised.key], CHANGE
    ),
    "assessment:calendar": Hers(by_key("sitting"), READ),
    "assessment:question": Hers(by_key("attempt"), CHANGE),
    "assessment:move": Hers(by_key("attempt"), CHANGE),
    "assessment:sheet": Hers(by_key("attempt"), READ),
    "assessment:overview": Hers(by_key("attempt"), READ),
    "assessment:hand-in": Hers(by_key("attempt"), CHANGE),
    "updating:update": Hers(by_key("enrolment"), CHANGE),
    "certificates:certificate": Hers(by_key("certificate"), READ, HR),
    "certificates:pdf": Hers(by_key("certificate"), READ, HR),
    "certificates:card": Hers(by_key("certificate"), READ, HR),
    "certificates:credential-json": Hers(by_key("certificate"), READ, HR),
    "certificates:credential-jwt": Hers(by_key("certificate"), READ, HR),
    "notices:follow": Hers(by_pk("notice"), READ),
}
#: Whose key is of no person: a course, the code of a paper that anybody may verify, and an
#: address that has moved to ``learner:result``.
OF_NOBODY = {"learner:enrol", "certificates:verify", "assessment:result"}
#: Without a key: what they find there is theirs, and the ways there are.
WITHOUT_KEY = {
    "learner:training": READ,
    "learner:sessions:list": READ,
    "learner:people": frozenset(),
    "learner:post": READ,
    "learner:looks": READ,
    "learner:questions": READ,
    "learner:tour": ACT,
    "learner:records": READ,
    "learner:archive": READ,
    "learner:erasure": CHANGE,
    "learner:whole-pdf": READ,
    "learner:whole-json": READ,
    "learner:certificates": READ,
    "notices:list": READ,
    "notices:read": ACT,
    "certificates:verify-form": CHANGE,
}
