"""Bad statements: formats, actors, verbs and objects (xAPI 1.0.3, Part Two, to 2.4.4).

Each has the path of its flaw and one of ADL's requirements that it breaks (6 is
XAPI-00006), and is bad in 1.0.3 and in 2.0.0.
"""

from tests.elearning.lrs.cases import (
    ACCOUNT,
    GROUP,
    ID,
    REF,
    SUB,
    activity,
    actor,
    display,
    result,
    score,
)
from tests.factories.lrs import BOOK, LEARNER, READ, VOIDED, statement

NULL_NAME = statement(verb={"id": READ, "display": {"en": None}})
DEFINITION = "$.object.definition"
FORMATS = {
    "no object at all": ([], "$", 6),
    "a string": ("statement", "$", 6),
    "nothing": (None, "$", 6),
    "unknown property": (statement(colour="red"), "$.colour", 10),
    "property in capitals": (statement(Result={}), "$.Result", 8),
    "property half in capitals": (statement(iD=ID), "$.iD", 8),
    "null": (statement(result=None), "$.result", 1),
    "null inside": (activity(type=None), f"{DEFINITION}.type", 1),
    "null as text": (NULL_NAME, "$.verb.display.en", 1),
    "null as member": (
        actor(objectType="Group", member=[None]),
        "$.actor.member[0]",
        1,
    ),
    "number in quotes": (score(raw="1"), "$.result.score.raw", 6),
    "boolean in quotes": (result(success="true"), "$.result.success", 6),
    "boolean as number": (result(completion=1), "$.result.completion", 6),
    "number as boolean": (score(raw=True), "$.result.score.raw", 6),
    "no actor": (statement(actor=...), "$", 3),
    "no verb": (statement(verb=...), "$", 4),
    "no object": (statement(object=...), "$", 5),
    "id too long": (statement(id=ID + "0"), "$.id", 30),
    "id with a wrong letter": (statement(id="g" + ID[1:]), "$.id", 27),
    "id in braces": (statement(id="{" + ID + "}"), "$.id", 30),
    "id without hyphens": (statement(id=ID.replace("-", "")), "$.id", 7),
    "id as number": (statement(id=1), "$.id", 6),
    "id as object": (statement(id={}), "$.id", 27),
    "id empty": (statement(id=""), "$.id", 30),
    "line after the id": (statement(id=ID + "\n"), "$.id", 30),
}
ACTORS = {
    "actor as text": (statement(actor="me"), "$.actor", 6),
    "empty actor": (statement(actor={}), "$.actor", 34),
    "no identifier": (actor(name="Somebody"), "$.actor", 34),
    "two identifiers": (actor(mbox="mailto:a@b.kz", account=ACCOUNT), "$.actor", 34),
    "strange kind of actor": (
        actor(objectType="Robot", **LEARNER),
        "$.actor.objectType",
        31,
    ),
    "kind of actor in small letters": (
        actor(objectType="agent", **LEARNER),
        "$.actor.objectType",
        9,
    ),
    "kind of actor as null": (
        actor(objectType=None, **LEARNER),
        "$.actor.objectType",
        31,
    ),
    "address without mailto": (actor(mbox="a@b.kz"), "$.actor.mbox", 38),
    "address without host": (actor(mbox="mailto:a"), "$.actor.mbox", 7),
    "address with a question": (
        actor(mbox="mailto:a@b.kz?subject=c"),
        "$.actor.mbox",
        38,
    ),
    "two addresses": (actor(mbox="mailto:a@b.kz,c@d.kz"), "$.actor.mbox", 38),
    "address as object": (actor(mbox={}), "$.actor.mbox", 38),
    "short sha1": (actor(mbox_sha1sum="abc"), "$.actor.mbox_sha1sum", 39),
    "sha1 as number": (actor(mbox_sha1sum=1), "$.actor.mbox_sha1sum", 39),
    "openid without scheme": (actor(openid="example.org/me"), "$.actor.openid", 40),
    "openid with a strange scheme": (
        actor(openid="ab=c://example.org"),
        "$.actor.openid",
        40,
    ),
    "openid beyond ascii": (actor(openid="https://мысал.kz"), "$.actor.openid", 40),
    "account as text": (actor(account="me"), "$.actor.account", 41),
    "account without name": (
        actor(account={"homePage": "https://example.org"}),
        "$.actor.account",
        43,
    ),
    "account without home": (actor(account={"name": "7"}), "$.actor.account", 42),
    "account with more": (actor(account={**ACCOUNT, "x": 1}), "$.actor.account.x", 10),
    "home without scheme": (
        actor(account={"homePage": "example.org", "name": "7"}),
        "$.actor.account.homePage",
        11,
    ),
    "account name as number": (
        actor(account={"homePage": "https://example.org", "name": 7}),
        "$.actor.account.name",
        43,
    ),
    "name as number": (actor(name=7, **LEARNER), "$.actor.name", 33),
    "agent with members": (actor(member=[], **LEARNER), "$.actor.member", 35),
    "group of nobody": (actor(objectType="Group", member=[]), "$.actor", 37),
    "group without anything": (actor(objectType="Group"), "$.actor", 37),
    "members as object": (
        actor(objectType="Group", member=LEARNER),
        "$.actor.member",
        36,
    ),
    "group in a group": (
        actor(objectType="Group", member=[GROUP]),
        "$.actor.member[0].objectType",
        36,
    ),
    "group with two identifiers": (
        actor(objectType="Group", mbox="mailto:a@b.kz", account=ACCOUNT),
        "$.actor",
        37,
    ),
    "member without identifier": (
        actor(objectType="Group", member=[LEARNER, {"name": "x"}]),
        "$.actor.member[1]",
        36,
    ),
}
VERBS = {
    "verb as text": (statement(verb=READ), "$.verb", 6),
    "verb without id": (statement(verb={"display": {"en": "read"}}), "$.verb", 44),
    "verb without scheme": (statement(verb={"id": "read"}), "$.verb.id", 11),
    "verb with a space": (statement(verb={"id": "a:b c"}), "$.verb.id", 44),
    "verb with more": (statement(verb={"id": READ, "x": 1}), "$.verb.x", 10),
    "display as text": (
        statement(verb={"id": READ, "display": "read"}),
        "$.verb.display",
        45,
    ),
    "display in no language": (display("not_a_tag"), "$.verb.display.not_a_tag", 121),
    "display in too long a language": (
        display("a12345678"),
        "$.verb.display.a12345678",
        13,
    ),
    "language of one letter": (display("a-DE"), "$.verb.display['a-DE']", 121),
    "language of two regions": (
        display("de-419-DE"),
        "$.verb.display['de-419-DE']",
        121,
    ),
    "one extension twice": (
        display("zh-z-aaa-z-bbb-c-ccc"),
        "$.verb.display['zh-z-aaa-z-bbb-c-ccc']",
        121,
    ),
    "one variant twice": (
        display("de-1901-1901"),
        "$.verb.display['de-1901-1901']",
        121,
    ),
    "display as number": (
        statement(verb={"id": READ, "display": {"en": 1}}),
        "$.verb.display.en",
        45,
    ),
    "voiding an activity": (statement(verb={"id": VOIDED}), "$.object", 17),
}
OBJECTS = {
    "object as text": (statement(object=BOOK), "$.object", 6),
    "strange kind of object": (
        statement(object={"objectType": "Book", "id": BOOK}),
        "$.object.objectType",
        46,
    ),
    "kind of object in small letters": (
        statement(object={"objectType": "activity", "id": BOOK}),
        "$.object.objectType",
        9,
    ),
    "kind of object as list": (
        statement(object={"objectType": [], "id": BOOK}),
        "$.object.objectType",
        46,
    ),
    "activity without id": (
        statement(object={"definition": {"name": {"en": "x"}}}),
        "$.object",
        47,
    ),
    "activity with a space": (
        statement(object={"id": "https://example.org/a b"}),
        "$.object.id",
        7,
    ),
    "activity with half a character": (
        statement(object={"id": "https://example.org/\ud800"}),
        "$.object.id",
        47,
    ),
    "activity without scheme": (statement(object={"id": "book"}), "$.object.id", 11),
    "activity with a strange scheme": (
        statement(object={"id": "ab=c://should.fail.com"}),
        "$.object.id",
        47,
    ),
    "agent as object without kind": (statement(object=LEARNER), "$.object.mbox", 65),
    "sub-statement without kind": (
        statement(object=statement()),
        "$.object.actor",
        73,
    ),
    "agent as object with id": (
        statement(object={"objectType": "Agent", "id": BOOK, **LEARNER}),
        "$.object.id",
        10,
    ),
    "reference without kind": (statement(object={"id": ID}), "$.object.id", 47),
    "reference in small letters": (
        statement(object={"objectType": "statementref", "id": ID}),
        "$.object.objectType",
        46,
    ),
    "reference without id": (
        statement(object={"objectType": "StatementRef"}),
        "$.object",
        72,
    ),
    "reference to no id": (statement(object={**REF, "id": BOOK}), "$.object.id", 72),
    "reference with more": (statement(object={**REF, "x": 1}), "$.object.x", 10),
    "sub-statement with id": (statement(object={**SUB, "id": ID}), "$.object.id", 70),
    "sub-statement with stored": (
        statement(object={**SUB, "stored": "2026-03-02T04:00:00Z"}),
        "$.object.stored",
        69,
    ),
    "sub-statement with version": (
        statement(object={**SUB, "version": "1.0.0"}),
        "$.object.version",
        68,
    ),
    "sub-statement with authority": (
        statement(object={**SUB, "authority": LEARNER}),
        "$.object.authority",
        67,
    ),
    "sub-statement in a sub-statement": (
        statement(object={**SUB, "object": SUB}),
        "$.object.object.objectType",
        71,
    ),
    "sub-statement without verb": (
        statement(object={"objectType": "SubStatement", "actor": LEARNER}),
        "$.object",
        66,
    ),
    "sub-statement with a bad verb": (
        statement(object={**SUB, "verb": {"id": "read"}}),
        "$.object.verb.id",
        66,
    ),
}
BAD = FORMATS | ACTORS | VERBS | OBJECTS
