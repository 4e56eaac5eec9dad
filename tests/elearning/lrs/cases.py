"""Pieces of statements, and good ones, from the text of xAPI 1.0.3, Part Two.

``GOOD`` maps a name to a statement that is good in 1.0.3 and in 2.0.0. Empty objects are
among them: they SHOULD NOT be sent (2.2), and ADL took back that they are refused.
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
EXTENSION = "https://example.org/x"


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


def attachment(**parts):
    plain = {key: item for key, item in (ATTACHMENT | parts).items() if item is not ...}
    return statement(attachments=[plain])


def display(tag):
    return statement(verb={"id": READ, "display": {tag: "read"}})


GOOD = {
    "plainest": statement(),
    "id": statement(id=ID),
    "id in capitals": statement(id=ID.upper()),
    "id of no known version": statement(id="12345678-1234-5678-1234-567812345678"),
    "typed agent with a name": actor(objectType="Agent", name="", **LEARNER),
    "sha1 of an address": actor(mbox_sha1sum=SHA1),
    "openid": actor(openid="https://example.org/me"),
    "account": actor(account=ACCOUNT),
    "account with an empty name": actor(account=ACCOUNT | {"name": ""}),
    "anonymous group": statement(actor=GROUP),
    "group of somebody twice": actor(objectType="Group", member=[LEARNER, LEARNER]),
    "identified group": actor(objectType="Group", account=ACCOUNT),
    "identified group of nobody": actor(objectType="Group", account=ACCOUNT, member=[]),
    "identified group with members": actor(**GROUP, account=ACCOUNT),
    "verb with displays": statement(
        verb={"id": READ, "display": {"en-GB": "read", "kk-Cyrl-KZ": "оқыды"}}
    ),
    "empty display": statement(verb={"id": READ, "display": {}}),
    "typed activity": statement(object={"objectType": "Activity", "id": BOOK}),
    "empty definition": activity(),
    "empty name": activity(name={}),
    "whole definition": activity(
        name={"en": "Book"},
        description={"en": ""},
        type="https://example.org/types/book",
        moreInfo="https://example.org/more",
    ),
    "iri beyond ascii": statement(object={"id": "https://example.org/кітап"}),
    "urn": statement(object={"id": "urn:isbn:1"}),
    "iri with a fragment": statement(verb={"id": "http://example.org/v#read"}),
    "choice": activity(
        interactionType="choice",
        correctResponsesPattern=["a[,]b"],
        choices=[{"id": "a", "description": {"en": "A"}}, {"id": "b"}],
    ),
    "sequencing": activity(interactionType="sequencing", choices=[{"id": "a b"}]),
    "true or false": activity(
        interactionType="true-false", correctResponsesPattern=["true"]
    ),
    "no right answer": activity(interactionType="fill-in", correctResponsesPattern=[]),
    "long text": activity(
        interactionType="long-fill-in",
        correctResponsesPattern=["{case_matters=false}{lang=en}Because."],
    ),
    "numeric": activity(interactionType="numeric", correctResponsesPattern=["[:]4"]),
    "other": activity(interactionType="other"),
    "likert": activity(interactionType="likert", scale=[{"id": "1"}]),
    "matching": activity(
        interactionType="matching", source=[{"id": "1"}], target=[{"id": "1"}]
    ),
    "performance": activity(interactionType="performance", steps=[{"id": "1"}]),
    "null in an extension": activity(extensions={EXTENSION: None}),
    "nothing in extensions": result(extensions={EXTENSION: {}, EXTENSION + "y": ""}),
    "agent as object": statement(object={"objectType": "Agent", **LEARNER}),
    "group as object": statement(object=GROUP),
    "reference": statement(object=REF),
    "sub-statement": statement(object=SUB),
    "whole sub-statement": statement(
        object={
            **SUB,
            "object": REF,
            "result": {"success": True},
            "context": {"language": "kk"},
            "timestamp": "2999-03-02T04:00:00Z",
            "attachments": [ATTACHMENT],
        }
    ),
    "voiding": statement(verb={"id": VOIDED}, object=REF),
    "empty result": result(),
    "empty score": score(),
    "score": score(scaled=-1, raw=0, min=0, max=10.5),
    "scaled score of one": score(scaled=1.0),
    "score without bounds": score(raw=-1e9),
    "result": result(
        success=False, completion=True, response="", duration="P1Y2M3DT4H5M6.78S"
    ),
    "weeks": result(duration="P4W"),
    "seconds": result(duration="PT16559.14S"),
    "many decimals": result(duration="P1DT12H36M0.12567S"),
    "fraction of an hour": result(duration="PT0,5H"),
    "empty context": context(),
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
    "group as instructor": context(instructor=GROUP),
    "no context activities": context(contextActivities={}),
    "one context activity": context(contextActivities={"parent": {"id": BOOK}}),
    "context activities": context(
        contextActivities={"other": [{"id": BOOK}], "category": []}
    ),
    "platform of a sub-statement's activity": statement(
        object={**SUB, "context": {"platform": "p", "revision": "1"}}
    ),
    "zulu": statement(timestamp="2026-02-28T23:59:59.999Z"),
    "offset": statement(timestamp="2026-03-02T04:00:00+05:00"),
    "offset to the west": statement(timestamp="2026-03-02T04:00:00.1234567-00:30"),
    "short offset": statement(timestamp="2026-03-02T04:00:00-03"),
    "offset of nought": statement(timestamp="2026-03-02T04:00:00+00:00"),
    "no offset": statement(timestamp="2026-03-02T04:00:00"),
    "no seconds": statement(timestamp="2026-03-02T04:00-05:00"),
    "leap day": statement(timestamp="2024-02-29T00:00:00Z"),
    "leap second": statement(timestamp="2016-12-31T23:59:60Z"),
    "time to come": statement(timestamp="2999-03-02T04:00:00Z"),
    "stored": statement(stored="2026-03-02T04:00:00Z"),
    "version": statement(version="1.0.9"),
    "short version": statement(version="1.0"),
    "authority": statement(authority={"objectType": "Agent", "account": ACCOUNT}),
    "authority of two": statement(
        authority={"objectType": "Group", "member": [{"account": ACCOUNT}, LEARNER]}
    ),
    "no attachments": statement(attachments=[]),
    "attachment": attachment(description={"en": "A file"}),
    "attachment with its data": attachment(fileUrl=...),
    "attachment with a short hash": attachment(sha2="B" * 56, contentType="a/b"),
    "language alone": context(language="cmn"),
    "language and script": display("zh-Hant"),
    "language, script and region": display("zh-cmn-Hans-CN"),
    "language of a region": display("es-419"),
    "language with variants": display("sl-rozaj-biske"),
    "language with a year": display("de-CH-1901"),
    "language with extensions": display("ar-a-aaa-b-bbb"),
    "private language": context(language="x-ours"),
    "language for private use": display("az-Arab-x-a-a-derbend"),
    "grandfathered language": context(language="i-klingon"),
}
