"""Good and bad statements, written from the text of xAPI 1.0.3, Part Two.

``GOOD`` maps a name to a statement, ``BAD`` a name to a statement and the path of its
flaw.
"""

from tests.factories.lrs import BOOK, LEARNER, READ, VOIDED, statement

ID = "fd41c918-b88b-4b20-a0a5-a4c32391aaa0"
SHA1 = "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"
SHA2 = "a" * 64
ACCOUNT = {"homePage": "https://example.org", "name": "7"}
GROUP = {"objectType": "Group", "member": [LEARNER]}
ATTACHMENT = {
    "usageType": "https://example.org/usage",
    "display": {"en": "A file"},
    "contentType": "text/plain; charset=utf-8",
    "length": 0,
    "sha2": SHA2,
    "fileUrl": "https://example.org/file",
}
SUB = {"objectType": "SubStatement", **statement()}
REF = {"objectType": "StatementRef", "id": ID}


def activity(**definition):
    return statement(object={"id": BOOK, "definition": definition})


def result(**parts):
    return statement(result=parts)


def score(**parts):
    return result(score=parts)


def context(**parts):
    return statement(context=parts)


def actor(**parts):
    return statement(actor=parts)


GOOD = {
    "plainest": statement(),
    "id": statement(id=ID),
    "id in capitals": statement(id=ID.upper()),
    "typed agent with a name": actor(objectType="Agent", name="", **LEARNER),
    "sha1 of an address": actor(mbox_sha1sum=SHA1),
    "openid": actor(openid="https://example.org/me"),
    "account": actor(account=ACCOUNT),
    "anonymous group": statement(actor=GROUP),
    "identified group": actor(objectType="Group", account=ACCOUNT),
    "identified group with members": actor(**GROUP, account=ACCOUNT),
    "verb with displays": statement(
        verb={"id": READ, "display": {"en-GB": "read", "kk-Cyrl-KZ": "оқыды"}}
    ),
    "empty definition": activity(),
    "iri beyond ascii": statement(object={"id": "https://example.org/кітап"}),
    "urn": statement(object={"id": "urn:isbn:1"}),
    "choice": activity(
        interactionType="choice",
        correctResponsesPattern=["a[,]b"],
        choices=[{"id": "a", "description": {"en": "A"}}, {"id": "b"}],
    ),
    "true or false": activity(
        interactionType="true-false", correctResponsesPattern=["true"]
    ),
    "likert": activity(interactionType="likert", scale=[{"id": "1"}]),
    "matching": activity(
        interactionType="matching", source=[{"id": "1"}], target=[{"id": "1"}]
    ),
    "performance": activity(interactionType="performance", steps=[{"id": "1"}]),
    "null in an extension": activity(extensions={"https://example.org/x": None}),
    "agent as object": statement(object={"objectType": "Agent", **LEARNER}),
    "group as object": statement(object=GROUP),
    "reference": statement(object=REF),
    "sub-statement": statement(object=SUB),
    "voiding": statement(verb={"id": VOIDED}, object=REF),
    "score": score(scaled=-1, raw=0, min=0, max=10.5),
    "result": result(
        success=False, completion=True, response="", duration="P1Y2M3DT4H5M6.78S"
    ),
    "weeks": result(duration="P4W"),
    "fraction of an hour": result(duration="PT0,5H"),
    "context": context(
        registration=ID,
        instructor=LEARNER,
        team=GROUP,
        revision="1",
        platform="p",
        language="kk",
        statement=REF,
        extensions={},
    ),
    "one context activity": context(contextActivities={"parent": {"id": BOOK}}),
    "context activities": context(
        contextActivities={"other": [{"id": BOOK}], "category": []}
    ),
    "zulu": statement(timestamp="2026-02-28T23:59:59.999Z"),
    "offset": statement(timestamp="2026-03-02T04:00:00+05:00"),
    "short offset": statement(timestamp="2026-03-02T04:00:00-03"),
    "no offset": statement(timestamp="2026-03-02T04:00:00"),
    "leap day": statement(timestamp="2024-02-29T00:00:00Z"),
    "version": statement(version="1.0.9"),
    "authority": statement(authority={"objectType": "Agent", "account": ACCOUNT}),
    "authority of two": statement(
        authority={
            "objectType": "Group",
            "member": [{"account": ACCOUNT}, LEARNER],
        }
    ),
    "attachment": statement(attachments=[ATTACHMENT]),
    "private language": context(language="x-ours"),
    "grandfathered language": context(language="i-klingon"),
}

BAD = {
    # 2.2 Formatting
    "no object at all": ([], "$"),
    "a string": ("statement", "$"),
    "unknown property": (statement(colour="red"), "$.colour"),
    "property in capitals": (statement(Result={}), "$.Result"),
    "null": (statement(result=None), "$.result"),
    "null inside": (activity(type=None), "$.object.definition.type"),
    "number in quotes": (score(raw="1"), "$.result.score.raw"),
    "boolean in quotes": (result(success="true"), "$.result.success"),
    "boolean as number": (result(completion=1), "$.result.completion"),
    "number as boolean": (score(raw=True), "$.result.score.raw"),
    # 2.4 Statements
    "no actor": (statement(actor=...), "$"),
    "no verb": (statement(verb=...), "$"),
    "no activity": (statement(object=...), "$"),
    "id too long": (statement(id=ID + "0"), "$.id"),
    "id with a wrong letter": (statement(id="g" + ID[1:]), "$.id"),
    "id as number": (statement(id=1), "$.id"),
    "id empty": (statement(id=""), "$.id"),
    # 2.4.2 Actors
    "actor as text": (statement(actor="me"), "$.actor"),
    "no identifier": (actor(name="Somebody"), "$.actor"),
    "two identifiers": (actor(mbox="mailto:a@b.kz", account=ACCOUNT), "$.actor"),
    "strange kind of actor": (
        actor(objectType="Robot", **LEARNER),
        "$.actor.objectType",
    ),
    "kind of actor in small letters": (
        actor(objectType="agent", **LEARNER),
        "$.actor.objectType",
    ),
    "address without mailto": (actor(mbox="a@b.kz"), "$.actor.mbox"),
    "address without host": (actor(mbox="mailto:a"), "$.actor.mbox"),
    "short sha1": (actor(mbox_sha1sum="abc"), "$.actor.mbox_sha1sum"),
    "openid without scheme": (actor(openid="example.org/me"), "$.actor.openid"),
    "account without name": (
        actor(account={"homePage": "https://example.org"}),
        "$.actor.account",
    ),
    "account without home": (actor(account={"name": "7"}), "$.actor.account"),
    "account with more": (
        actor(account={**ACCOUNT, "x": 1}),
        "$.actor.account.x",
    ),
    "home without scheme": (
        actor(account={"homePage": "example.org", "name": "7"}),
        "$.actor.account.homePage",
    ),
    "account name as number": (
        actor(account={"homePage": "https://example.org", "name": 7}),
        "$.actor.account.name",
    ),
    "name as number": (actor(name=7, **LEARNER), "$.actor.name"),
    "agent with members": (actor(member=[], **LEARNER), "$.actor.member"),
    "group of nobody": (actor(objectType="Group", member=[]), "$.actor"),
    "group without anything": (actor(objectType="Group"), "$.actor"),
    "group in a group": (
        actor(objectType="Group", member=[GROUP]),
        "$.actor.member[0].objectType",
    ),
    "group with two identifiers": (
        actor(objectType="Group", mbox="mailto:a@b.kz", account=ACCOUNT),
        "$.actor",
    ),
    "member without identifier": (
        actor(objectType="Group", member=[LEARNER, {"name": "x"}]),
        "$.actor.member[1]",
    ),
    # 2.4.3 Verbs
    "verb as text": (statement(verb=READ), "$.verb"),
    "verb without id": (statement(verb={"display": {}}), "$.verb"),
    "verb without scheme": (statement(verb={"id": "read"}), "$.verb.id"),
    "verb with more": (statement(verb={"id": READ, "x": 1}), "$.verb.x"),
    "display as text": (
        statement(verb={"id": READ, "display": "read"}),
        "$.verb.display",
    ),
    "display in no language": (
        statement(verb={"id": READ, "display": {"not_a_tag": "read"}}),
        "$.verb.display.not_a_tag",
    ),
    "display as number": (
        statement(verb={"id": READ, "display": {"en": 1}}),
        "$.verb.display.en",
    ),
    # 2.4.4 Objects
    "object as text": (statement(object=BOOK), "$.object"),
    "strange kind of object": (
        statement(object={"objectType": "Book", "id": BOOK}),
        "$.object.objectType",
    ),
    "kind of object as list": (
        statement(object={"objectType": [], "id": BOOK}),
        "$.object.objectType",
    ),
    "activity without id": (statement(object={"definition": {}}), "$.object"),
    "activity with a space": (
        statement(object={"id": "https://example.org/a b"}),
        "$.object.id",
    ),
    "activity without scheme": (statement(object={"id": "book"}), "$.object.id"),
    "definition as text": (
        statement(object={"id": BOOK, "definition": "x"}),
        "$.object.definition",
    ),
    "definition with more": (activity(colour="red"), "$.object.definition.colour"),
    "type without scheme": (activity(type="book"), "$.object.definition.type"),
    "more without scheme": (activity(moreInfo="b"), "$.object.definition.moreInfo"),
    "strange interaction": (
        activity(interactionType="guess"),
        "$.object.definition.interactionType",
    ),
    "interaction in capitals": (
        activity(interactionType="Choice"),
        "$.object.definition.interactionType",
    ),
    "pattern without interaction": (
        activity(correctResponsesPattern=["a"]),
        "$.object.definition",
    ),
    "pattern of numbers": (
        activity(interactionType="numeric", correctResponsesPattern=[1]),
        "$.object.definition.correctResponsesPattern[0]",
    ),
    "choices of a likert": (
        activity(interactionType="likert", choices=[{"id": "a"}]),
        "$.object.definition",
    ),
    "one choice twice": (
        activity(interactionType="choice", choices=[{"id": "a"}, {"id": "a"}]),
        "$.object.definition.choices",
    ),
    "choice without id": (
        activity(interactionType="choice", choices=[{}]),
        "$.object.definition.choices[0]",
    ),
    "choice with more": (
        activity(interactionType="choice", choices=[{"id": "a", "x": 1}]),
        "$.object.definition.choices[0].x",
    ),
    "extension without scheme": (
        activity(extensions={"x": 1}),
        "$.object.definition.extensions.x",
    ),
    "extensions as list": (activity(extensions=[]), "$.object.definition.extensions"),
    "reference without id": (
        statement(object={"objectType": "StatementRef"}),
        "$.object",
    ),
    "reference with more": (statement(object={**REF, "x": 1}), "$.object.x"),
    "sub-statement with id": (statement(object={**SUB, "id": ID}), "$.object.id"),
    "sub-statement with stored": (
        statement(object={**SUB, "stored": "2026-03-02T04:00:00Z"}),
        "$.object.stored",
    ),
    "sub-statement with version": (
        statement(object={**SUB, "version": "1.0.0"}),
        "$.object.version",
    ),
    "sub-statement with authority": (
        statement(object={**SUB, "authority": LEARNER}),
        "$.object.authority",
    ),
    "sub-statement in a sub-statement": (
        statement(object={**SUB, "object": SUB}),
        "$.object.object.objectType",
    ),
    "sub-statement without verb": (
        statement(object={"objectType": "SubStatement", "actor": LEARNER}),
        "$.object",
    ),
    "agent as object with id": (
        statement(object={"objectType": "Agent", "id": BOOK, **LEARNER}),
        "$.object.id",
    ),
    # 2.3.2 Voiding
    "voiding an activity": (statement(verb={"id": VOIDED}), "$.object"),
    # 2.4.5 Results
    "result as text": (statement(result="good"), "$.result"),
    "result with more": (result(grade=1), "$.result.grade"),
    "response as number": (result(response=1), "$.result.response"),
    "scaled above one": (score(scaled=1.01), "$.result.score.scaled"),
    "scaled below minus one": (score(scaled=-1.01), "$.result.score.scaled"),
    "raw above max": (score(raw=11, max=10), "$.result.score.raw"),
    "raw below min": (score(raw=-1, min=0), "$.result.score.raw"),
    "max below min": (score(min=5, max=4), "$.result.score"),
    "max equal to min": (score(min=5, max=5), "$.result.score"),
    "score with more": (score(stars=5), "$.result.score.stars"),
    # 4.6 Durations
    "duration as number": (result(duration=60), "$.result.duration"),
    "empty duration": (result(duration="P"), "$.result.duration"),
    "duration without time": (result(duration="P1DT"), "$.result.duration"),
    "weeks with days": (result(duration="P1W2D"), "$.result.duration"),
    "fraction in the middle": (result(duration="PT1.5H3M"), "$.result.duration"),
    "duration in words": (result(duration="an hour"), "$.result.duration"),
    # 2.4.6 Contexts
    "context with more": (context(room=1), "$.context.room"),
    "registration no uuid": (context(registration="1"), "$.context.registration"),
    "instructor without identifier": (
        context(instructor={"name": "x"}),
        "$.context.instructor",
    ),
    "team of one agent": (context(team=LEARNER), "$.context.team"),
    "strange context activities": (
        context(contextActivities={"sibling": {"id": BOOK}}),
        "$.context.contextActivities.sibling",
    ),
    "context activity of agents": (
        context(contextActivities={"parent": [{"objectType": "Agent", **LEARNER}]}),
        "$.context.contextActivities.parent[0]",
    ),
    "context activity as text": (
        context(contextActivities={"parent": BOOK}),
        "$.context.contextActivities.parent",
    ),
    "language no tag": (context(language="a_b"), "$.context.language"),
    "language empty": (context(language=""), "$.context.language"),
    "context statement without kind": (
        context(statement={"id": ID}),
        "$.context.statement",
    ),
    "revision of an agent": (
        {
            **context(revision="1"),
            "object": {"objectType": "Agent", **LEARNER},
        },
        "$.context.revision",
    ),
    "platform of a reference": (
        {**context(platform="p"), "object": REF},
        "$.context.platform",
    ),
    "platform of a sub-statement's agent": (
        statement(
            object={
                **SUB,
                "object": GROUP,
                "context": {"platform": "p"},
            }
        ),
        "$.object.context.platform",
    ),
    # 4.5 Timestamps
    "timestamp as number": (statement(timestamp=1), "$.timestamp"),
    "a day only": (statement(timestamp="2026-03-02"), "$.timestamp"),
    "no such day": (statement(timestamp="2026-02-30T00:00:00Z"), "$.timestamp"),
    "no such hour": (statement(timestamp="2026-03-02T24:00:00Z"), "$.timestamp"),
    "no such zone": (statement(timestamp="2026-03-02T04:00:00X"), "$.timestamp"),
    "offset minus nought": (
        statement(timestamp="2026-03-02T04:00:00-00:00"),
        "$.timestamp",
    ),
    "short offset minus nought": (
        statement(timestamp="2026-03-02T04:00:00-00"),
        "$.timestamp",
    ),
    "plain offset minus nought": (
        statement(timestamp="2026-03-02T04:00:00-0000"),
        "$.timestamp",
    ),
    "line after the timestamp": (
        statement(timestamp="2026-03-02T04:00:00Z\n"),
        "$.timestamp",
    ),
    "stored in words": (statement(stored="today"), "$.stored"),
    # 2.4.9 Authorities, 2.4.10 versions
    "authority without identifier": (statement(authority={}), "$.authority"),
    "authority of three": (
        statement(authority={**GROUP, "member": [LEARNER] * 3}),
        "$.authority",
    ),
    "authority as identified group": (
        statement(authority={"objectType": "Group", "account": ACCOUNT}),
        "$.authority",
    ),
    "version 2": (statement(version="2.0.0"), "$.version"),
    "version 0.9": (statement(version="0.9"), "$.version"),
    # 2.4.11 Attachments
    "attachments as object": (statement(attachments=ATTACHMENT), "$.attachments"),
    "attachment without sha2": (
        statement(attachments=[{**ATTACHMENT, "sha2": "x"}]),
        "$.attachments[0].sha2",
    ),
    "attachment without type": (
        statement(attachments=[{**ATTACHMENT, "contentType": "text"}]),
        "$.attachments[0].contentType",
    ),
    "attachment with a length in quotes": (
        statement(attachments=[{**ATTACHMENT, "length": "1"}]),
        "$.attachments[0].length",
    ),
    "attachment without display": (
        statement(
            attachments=[{k: v for k, v in ATTACHMENT.items() if k != "display"}]
        ),
        "$.attachments[0]",
    ),
    "attachment without scheme": (
        statement(attachments=[{**ATTACHMENT, "fileUrl": "file"}]),
        "$.attachments[0].fileUrl",
    ),
}
