"""Agents and Groups, wherever a statement has them (Data 2.4.2, 2.4.9)."""

from tests.conformance.rules.rule import Rule, each
from tests.factories.lrs import statement

MAIL = "mailto:a@example.org"
SHA1 = "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"
HOME = "https://example.org"
ACCOUNT = {"homePage": HOME, "name": "a"}
IDENTIFIERS = {
    "mbox": MAIL,
    "mbox_sha1sum": SHA1,
    "openid": "https://example.org/a",
    "account": ACCOUNT,
}
MEMBERS = {"member": [{"mbox": MAIL}]}
GROUP = {"objectType": "Group"}
PAIRS = [(a, b) for a in IDENTIFIERS for b in IDENTIFIERS if a < b]
MAILS = [
    "a@example.org",
    "http://example.org",
    "mailto:",
    "mailto:a",
    7,
    {},
    "mailto:a b@c",
]
NOT_TEXT = [7, True, {}, []]


def places(who):
    """Return statements with ``who`` in every place for an Agent or a Group."""
    return {
        "actor": statement(actor=who),
        "object": statement(object={"objectType": "Agent"} | who),
        "instructor": statement(context={"instructor": who}),
        "authority": statement(authority=who),
    }


def groups(who):
    """Return statements with ``who`` in every place for a Group."""
    group = GROUP | who
    return {
        "group actor": statement(actor=group),
        "group object": statement(object=group),
        "group instructor": statement(context={"instructor": group}),
        "team": statement(context={"team": group}),
    }


def _all(*values, of=places):
    return {
        f"{place}, {value!r}": tried
        for value in values
        for place, tried in of(value).items()
    }


def _identified(key, values):
    """Return statements with every value in one place, and the first one everywhere."""
    first = {key: values[0]}
    everywhere = places(first) | groups(first)
    return each("actor", values, lambda value: {key: value}) | everywhere


RULES = [
    Rule(
        "XAPI-00024",
        each("authority", ["me", 7, [], {"objectType": "Activity", "id": HOME}])
        | {
            f"a group with {key}": statement(
                authority=GROUP | {"member": [{"mbox": MAIL}] * 2, key: value}
            )
            for key, value in IDENTIFIERS.items()
        },
        {"agent": statement(authority={"mbox": MAIL})},
    ),
    Rule(
        "XAPI-00031",
        each(
            "actor",
            ["Person", "Activity", ""],
            lambda v: {"objectType": v, "mbox": MAIL},
        ),
        each("actor", ["Agent", "Group"], lambda v: {"objectType": v, "mbox": MAIL}),
    ),
    Rule("XAPI-00032", _all(*({"objectType": v, "mbox": MAIL} for v in NOT_TEXT))),
    Rule(
        "XAPI-00033",
        _all(*({"name": v, "mbox": MAIL} for v in NOT_TEXT)),
        _all({"name": "Айгүл", "mbox": MAIL}),
    ),
    Rule(
        "XAPI-00034",
        _all({}, {"name": "A"})
        | _all(*({a: IDENTIFIERS[a], b: IDENTIFIERS[b]} for a, b in PAIRS)),
        _all(*({key: value} for key, value in IDENTIFIERS.items())),
    ),
    Rule(
        "XAPI-00035",
        _all({"mbox": MAIL} | MEMBERS, {"objectType": "Agent", "mbox": MAIL} | MEMBERS),
        _all(MEMBERS, {"mbox": MAIL} | MEMBERS, of=groups),
    ),
    Rule(
        "XAPI-00036",
        _all(
            {"member": {"mbox": MAIL}},
            {"member": "a"},
            {"member": ["a"]},
            {"member": [{"name": "A"}]},
            {"member": [GROUP | {"mbox": MAIL}]},
            {"mbox": MAIL, "member": [{"mbox": "a"}]},
            of=groups,
        ),
    ),
    Rule(
        "XAPI-00037",
        _all({}, {"name": "A"}, {"member": []}, of=groups)
        | _all(*({a: IDENTIFIERS[a], b: IDENTIFIERS[b]} for a, b in PAIRS), of=groups),
        _all(MEMBERS, *({k: v} for k, v in IDENTIFIERS.items()), of=groups),
    ),
    Rule("XAPI-00038", _identified("mbox", MAILS)),
    Rule(
        "XAPI-00039",
        _identified("mbox_sha1sum", [7, {}, "", SHA1[:-1], SHA1 + "0", "z" * 40]),
    ),
    Rule("XAPI-00040", _identified("openid", [7, {}, "", "a", "ab=c://example.org"])),
    Rule("XAPI-00041", _identified("account", [7, "a", [], {}, ACCOUNT | {"shop": 1}])),
    Rule(
        "XAPI-00042",
        _identified(
            "account",
            [{"name": "a"}, *({"name": "a", "homePage": v} for v in [7, "", "a", {}])],
        ),
    ),
    Rule(
        "XAPI-00043",
        _identified(
            "account",
            [{"homePage": HOME}, *({"homePage": HOME, "name": v} for v in NOT_TEXT)],
        ),
    ),
    Rule(
        "XAPI-00098",
        each(
            "authority", [0, 1, 3], lambda n: GROUP | {"member": [{"mbox": MAIL}] * n}
        ),
    ),
    Rule(
        "XAPI-00100",
        each("authority", [3, 4], lambda n: GROUP | {"member": [{"mbox": MAIL}] * n}),
    ),
]
