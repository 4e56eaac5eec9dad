"""Which doors lead to one thing of one person or place, and who goes through.

A row tells what stands in the address, in which ways something is done there, and which
roles find it where the thing is of their place and where it is of another. Everybody
else gets "not found". A new door with a key in its address gets a row here, or in
``of_the_service`` where what it leads to is of no place and of no person.
"""

from collections.abc import Callable
from dataclasses import dataclass

from elearning.accounts.roles import Role
from tests.courses.desk.doors.things import Things

HR = frozenset({Role.FACILITY_HR, Role.MINISTRY_HR})
MINISTRY = frozenset({Role.MINISTRY_HR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
TRAINERS = frozenset({Role.TRAINER})
INVIGILATORS = frozenset({Role.INVIGILATOR})
NOBODY: frozenset[Role] = frozenset()

READ = frozenset({"get"})
CHANGE = frozenset({"get", "post"})
ACT = frozenset({"post"})


@dataclass(frozen=True)
class Door:
    """One address: what stands in it, what is done there, who finds what is there."""

    keys: Callable[[Things], list]
    ways: frozenset[str]
    inside: frozenset[Role] = HR
    outside: frozenset[Role] = NOBODY

    @property
    def roles(self):
        return self.inside | self.outside

    @property
    def kinds(self):
        """Return the roles that find the same there."""
        return (
            self.inside - self.outside,
            self.outside - self.inside,
            self.inside & self.outside,
        )


@dataclass(frozen=True)
class Own:
    """One address of what somebody made for herself; ``owner`` is the field that says so."""

    row: str
    key: str
    owner: str
    ways: frozenset[str]
    owners: frozenset[Role] = HR
    others: frozenset[Role] = NOBODY

    @property
    def roles(self):
        return self.owners | self.others

    @property
    def kinds(self):
        """Return the roles that find the same there."""
        return (
            self.owners - self.others,
            self.others - self.owners,
            self.owners & self.others,
        )


def person(things):
    return [things.person.key]


def place(things):
    return [things.place.code]


def of_person(name):
    return lambda things: [things.person.key, getattr(things, name).pk]


def by_key(name):
    return lambda things: [getattr(things, name).key]


def by_pk(name):
    return lambda things: [getattr(things, name).pk]


DOORS = {
    # --- people and their service
    "desk:person": Door(person, READ),
    "desk:timeline": Door(person, READ),
    "desk:assign": Door(person, CHANGE),
    "desk:exempt": Door(person, CHANGE),
    "desk:decide-exemption": Door(of_person("long_exemption"), CHANGE),
    "desk:end-exemption": Door(of_person("exemption"), CHANGE),
    "desk:rename": Door(person, CHANGE),
    "desk:decide-name": Door(of_person("name_change"), CHANGE),
    "desk:enter-signature": Door(person, CHANGE),
    "desk:account": Door(person, CHANGE, HR | ADMINISTRATORS, ADMINISTRATORS),
    "desk:issue-code": Door(person, ACT, HR | ADMINISTRATORS, ADMINISTRATORS),
    "desk:mail-code": Door(person, ACT, HR | ADMINISTRATORS, ADMINISTRATORS),
    "desk:close-account": Door(person, CHANGE, HR | ADMINISTRATORS, ADMINISTRATORS),
    "desk:propose-roles": Door(person, CHANGE, ADMINISTRATORS, ADMINISTRATORS),
    "desk:propose-reset": Door(person, CHANGE, ADMINISTRATORS, ADMINISTRATORS),
    "desk:propose-closing": Door(person, CHANGE, ADMINISTRATORS, ADMINISTRATORS),
    "desk:propose-opening": Door(
        lambda things: [things.closed.key], CHANGE, ADMINISTRATORS, ADMINISTRATORS
    ),
    "desk:decide-account": Door(
        lambda things: [things.account_change.user.staff_member.key],
        CHANGE,
        ADMINISTRATORS,
        ADMINISTRATORS,
    ),
    "desk:service:appoint": Door(person, CHANGE),
    "desk:service:move": Door(of_person("appointment"), CHANGE),
    "desk:service:leave": Door(of_person("appointment"), CHANGE),
    "desk:service:call-off": Door(of_person("planned"), CHANGE),
    "desk:service:absent": Door(person, CHANGE),
    "desk:service:back": Door(of_person("absence"), CHANGE),
    "desk:service:give-rank": Door(person, CHANGE),
    "desk:service:end-rank": Door(of_person("rank_held"), CHANGE),
    "desk:service:set-manager": Door(person, CHANGE),
    "desk:service:end-manager": Door(of_person("line"), CHANGE),
    "desk:observing:enter": Door(
        lambda things: ["dynamic-security", things.person.key], CHANGE
    ),
    # --- places and rules
    "desk:organisation:place": Door(place, CHANGE),
    "desk:organisation:found": Door(place, CHANGE, MINISTRY),
    "desk:organisation:describe": Door(place, CHANGE, MINISTRY),
    "desk:organisation:move": Door(place, CHANGE, MINISTRY),
    "desk:organisation:close": Door(place, CHANGE, MINISTRY),
    "desk:rules:decide": Door(by_pk("rule_exception"), CHANGE),
    # --- training
    "desk:recognition:add-claim": Door(person, CHANGE),
    "desk:recognition:claim": Door(by_key("claim"), CHANGE),
    "desk:recognition:scan": Door(by_key("claim"), READ),
    "desk:recognition:add-credit": Door(person, CHANGE),
    "desk:recognition:credit": Door(by_key("credit"), CHANGE),
    "desk:recognition:correct": Door(by_pk("completion"), CHANGE),
    "desk:recognition:withdraw": Door(by_pk("recognised"), CHANGE),
    "desk:recognition:correction": Door(by_key("correction"), CHANGE),
    "desk:certificates:certificate": Door(by_key("certificate"), READ),
    "desk:certificates:revoke": Door(by_key("certificate"), CHANGE),
    "desk:certificates:replace": Door(by_key("certificate"), CHANGE),
    "desk:certificates:decide": Door(
        by_key("proposal"), CHANGE, HR | ADMINISTRATORS, ADMINISTRATORS
    ),
    # --- exams
    "desk:exams:learner": Door(person, READ, TRAINERS),
    "desk:exams:grant-attempt": Door(
        lambda things: [things.person.key, things.enrolment.key], CHANGE, TRAINERS
    ),
    "desk:exams:extra-time": Door(person, CHANGE, HR | TRAINERS),
    "desk:exams:end-extra-time": Door(of_person("extra_time"), CHANGE, HR | TRAINERS),
    "desk:exams:sitting": Door(by_key("sitting"), READ, HR | TRAINERS | INVIGILATORS),
    "desk:exams:cancel": Door(by_key("later_sitting"), CHANGE, HR | TRAINERS),
    "desk:exams:move": Door(by_key("later_sitting"), CHANGE, HR | TRAINERS),
    "desk:exams:pass-on": Door(by_key("sitting"), CHANGE, HR | TRAINERS),
    "desk:exams:minutes": Door(
        lambda things: [things.sitting.key, things.attempt.key], CHANGE, INVIGILATORS
    ),
    "desk:evidence:attempts": Door(person, READ, MINISTRY),
    "desk:evidence:issue": Door(
        lambda things: [things.person.key, things.marked.key], CHANGE, MINISTRY
    ),
    "desk:bank:leak": Door(by_key("leaked"), READ),
    "desk:corrections:review": Door(by_pk("lost_pass"), CHANGE, MINISTRY),
    # --- what is kept about people
    "desk:retention:hold": Door(person, CHANGE),
    "desk:retention:lift": Door(by_key("hold"), CHANGE),
    "desk:privacy:request": Door(by_key("erasure"), CHANGE),
    # --- sessions in a classroom
    "desk:sessions:session": Door(by_key("session"), CHANGE),
    "desk:sessions:change": Door(by_key("session"), CHANGE),
    "desk:sessions:cancel": Door(by_key("session"), CHANGE),
    "desk:sessions:register": Door(by_key("session"), CHANGE),
    "desk:sessions:leave": Door(
        lambda things: [things.session.key, things.registration.key], CHANGE
    ),
    "desk:sessions:attendance": Door(lambda things: [things.session.key, 1], CHANGE),
    "desk:sessions:sheet": Door(by_key("session"), READ),
    "desk:sessions:close": Door(by_key("session"), CHANGE),
    # --- staff lists
    "desk:staff-lists:one": Door(by_key("staff_list"), READ),
    "desk:staff-lists:columns": Door(by_key("staff_list"), CHANGE),
    "desk:staff-lists:confirm": Door(by_key("staff_list"), CHANGE),
    "desk:staff-lists:cancel": Door(by_key("staff_list"), ACT),
    "desk:staff-lists:log": Door(by_key("staff_list"), CHANGE),
}

OWN = {
    "desk:reports:change": Own("report", "pk", "owner", CHANGE),
    "desk:reports:make": Own("report", "pk", "owner", ACT),
    "desk:reports:stop": Own("report", "pk", "owner", ACT),
    "desk:reports:remove": Own("report", "pk", "owner", CHANGE),
    "desk:reports:file": Own("file", "key", "owner", READ),
    "desk:reports:download": Own("file", "key", "owner", READ),
    "desk:rules:draft": Own("draft", "key", "by", CHANGE, MINISTRY),
    "desk:rules:example": Own("draft", "key", "by", CHANGE, MINISTRY),
    "desk:tokens:end": Own(
        "key", "pk", "user", CHANGE, HR | ADMINISTRATORS, ADMINISTRATORS
    ),
}
