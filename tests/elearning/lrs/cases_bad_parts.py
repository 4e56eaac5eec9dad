"""Bad statements: definitions, results, contexts, the rest (Part Two, from 2.4.4.1).

Each has the path of its flaw and one of ADL's requirements that it breaks (6 is
XAPI-00006), and is bad in 1.0.3 and in 2.0.0.
"""

from tests.elearning.lrs.cases import (
    ACCOUNT,
    ATTACHMENT,
    GROUP,
    REF,
    SUB,
    activity,
    attachment,
    context,
    result,
    score,
)
from tests.factories.lrs import BOOK, LEARNER, statement

DEFINITION = "$.object.definition"


def moment(written):
    return statement(timestamp=written), "$.timestamp", 123


DEFINITIONS = {
    "definition as text": (
        statement(object={"id": BOOK, "definition": "x"}),
        DEFINITION,
        48,
    ),
    "definition with more": (activity(colour="red"), f"{DEFINITION}.colour", 10),
    "name as text": (activity(name="Book"), f"{DEFINITION}.name", 56),
    "description as number": (activity(description=1), f"{DEFINITION}.description", 59),
    "type without scheme": (activity(type="book"), f"{DEFINITION}.type", 60),
    "more without scheme": (activity(moreInfo="b"), f"{DEFINITION}.moreInfo", 61),
    "strange interaction": (
        activity(interactionType="guess"),
        f"{DEFINITION}.interactionType",
        49,
    ),
    "interaction in capitals": (
        activity(interactionType="Choice"),
        f"{DEFINITION}.interactionType",
        9,
    ),
    "interaction as object": (
        activity(interactionType={}),
        f"{DEFINITION}.interactionType",
        49,
    ),
    "pattern without interaction": (
        activity(correctResponsesPattern=["a"]),
        DEFINITION,
        64,
    ),
    "choices without interaction": (activity(choices=[{"id": "a"}]), DEFINITION, 64),
    "pattern as text": (
        activity(interactionType="numeric", correctResponsesPattern="1"),
        f"{DEFINITION}.correctResponsesPattern",
        50,
    ),
    "pattern of numbers": (
        activity(interactionType="numeric", correctResponsesPattern=[1]),
        f"{DEFINITION}.correctResponsesPattern[0]",
        50,
    ),
    "choices of a likert": (
        activity(interactionType="likert", choices=[{"id": "a"}]),
        f"{DEFINITION}.choices",
        10,
    ),
    "choices as object": (
        activity(interactionType="choice", choices={"id": "a"}),
        f"{DEFINITION}.choices",
        55,
    ),
    "scale of texts": (
        activity(interactionType="likert", scale=["a"]),
        f"{DEFINITION}.scale[0]",
        54,
    ),
    "source as text": (
        activity(interactionType="matching", source="a"),
        f"{DEFINITION}.source",
        53,
    ),
    "target as text": (
        activity(interactionType="matching", target="a"),
        f"{DEFINITION}.target",
        52,
    ),
    "steps as text": (
        activity(interactionType="performance", steps="a"),
        f"{DEFINITION}.steps",
        51,
    ),
    "one choice twice": (
        activity(interactionType="choice", choices=[{"id": "a"}, {"id": "a"}]),
        f"{DEFINITION}.choices",
        58,
    ),
    "choice without id": (
        activity(interactionType="choice", choices=[{}]),
        f"{DEFINITION}.choices[0]",
        58,
    ),
    "choice with a number": (
        activity(interactionType="choice", choices=[{"id": 1}]),
        f"{DEFINITION}.choices[0].id",
        58,
    ),
    "choice in no language": (
        activity(interactionType="choice", choices=[{"id": "a", "description": "A"}]),
        f"{DEFINITION}.choices[0].description",
        62,
    ),
    "choice with more": (
        activity(interactionType="choice", choices=[{"id": "a", "x": 1}]),
        f"{DEFINITION}.choices[0].x",
        10,
    ),
    "extension without scheme": (
        activity(extensions={"x": 1}),
        f"{DEFINITION}.extensions.x",
        118,
    ),
    "extensions as list": (activity(extensions=[]), f"{DEFINITION}.extensions", 57),
}
RESULTS = {
    "result as text": (statement(result="good"), "$.result", 6),
    "result with more": (result(grade=1), "$.result.grade", 10),
    "success as text": (result(success="yes"), "$.result.success", 74),
    "completion as text": (result(completion="yes"), "$.result.completion", 75),
    "response as number": (result(response=1), "$.result.response", 76),
    "extensions of a result": (result(extensions="x"), "$.result.extensions", 78),
    "score as number": (result(score=1), "$.result.score", 79),
    "scaled above one": (score(scaled=1.01), "$.result.score.scaled", 83),
    "scaled below minus one": (score(scaled=-1.00001), "$.result.score.scaled", 83),
    "raw above max": (score(raw=11, max=10), "$.result.score.raw", 82),
    "raw below min": (score(raw=-1, min=0), "$.result.score.raw", 82),
    "max below min": (score(min=5, max=4), "$.result.score", 80),
    "max equal to min": (score(min=5, max=5), "$.result.score", 81),
    "score with more": (score(stars=5), "$.result.score.stars", 10),
    "duration as number": (result(duration=60), "$.result.duration", 77),
    "duration as object": (result(duration={}), "$.result.duration", 77),
    "empty duration": (result(duration="P"), "$.result.duration", 124),
    "duration without time": (result(duration="P1DT"), "$.result.duration", 124),
    "duration without T": (result(duration="PA1H0M0S"), "$.result.duration", 124),
    "duration as a moment": (
        result(duration="P0001-00-00T00:00:00"),
        "$.result.duration",
        124,
    ),
    "weeks with days": (result(duration="P4W1D"), "$.result.duration", 124),
    "fraction in the middle": (result(duration="PT1.5H3M"), "$.result.duration", 124),
    "duration in words": (result(duration="an hour"), "$.result.duration", 77),
    "duration in small letters": (result(duration="pt1h"), "$.result.duration", 124),
}
CONTEXTS = {
    "context with more": (context(room=1), "$.context.room", 10),
    "registration no uuid": (context(registration="1"), "$.context.registration", 87),
    "instructor without identifier": (
        context(instructor={"name": "x"}),
        "$.context.instructor",
        87,
    ),
    "team of one agent": (context(team=LEARNER), "$.context.team", 88),
    "typed agent as team": (
        context(team={"objectType": "Agent", **LEARNER}),
        "$.context.team.objectType",
        88,
    ),
    "context activities as text": (
        context(contextActivities="x"),
        "$.context.contextActivities",
        86,
    ),
    "strange context activities": (
        context(contextActivities={"sibling": {"id": BOOK}}),
        "$.context.contextActivities.sibling",
        93,
    ),
    "context activity of agents": (
        context(contextActivities={"parent": [{"objectType": "Agent", **LEARNER}]}),
        "$.context.contextActivities.parent[0].objectType",
        94,
    ),
    "context activity as text": (
        context(contextActivities={"parent": BOOK}),
        "$.context.contextActivities.parent",
        94,
    ),
    "second context activity without id": (
        context(contextActivities={"other": [{"id": BOOK}, {}]}),
        "$.context.contextActivities.other[1]",
        94,
    ),
    "revision as number": (context(revision=1), "$.context.revision", 89),
    "platform as object": (context(platform={}), "$.context.platform", 90),
    "language no tag": (context(language="something"), "$.context.language", 91),
    "language empty": (context(language=""), "$.context.language", 13),
    "language as number": (context(language=1), "$.context.language", 91),
    "context statement without kind": (
        context(statement={"id": "x"}),
        "$.context.statement.id",
        92,
    ),
    "revision of an agent": (
        {**context(revision="1"), "object": {"objectType": "Agent", **LEARNER}},
        "$.context.revision",
        84,
    ),
    "platform of a reference": (
        {**context(platform="p"), "object": REF},
        "$.context.platform",
        85,
    ),
    "revision of a sub-statement": (
        {**context(revision="p"), "object": SUB},
        "$.context.revision",
        84,
    ),
    "platform of a sub-statement's agent": (
        statement(object={**SUB, "object": GROUP, "context": {"platform": "p"}}),
        "$.object.context.platform",
        85,
    ),
}
MOMENTS = {
    "timestamp as number": (statement(timestamp=1), "$.timestamp", 22),
    "a day only": moment("2026-03-02"),
    "a day of slashes": moment("01/011/2015"),
    "no such day": moment("2026-02-30T00:00:00Z"),
    "no such day of the year": moment("2026-366T00:00:00Z"),
    "no such week": moment("2026-W54-1T00:00:00Z"),
    "no such hour": moment("2026-03-02T24:00:00Z"),
    "no such zone": moment("2026-03-02T04:00:00X"),
    "two formats in one": moment("20260302T04:00:00Z"),
    "before all time": moment("0001-01-01T00:00:00+05:00"),
    "offset minus nought": moment("2026-03-02T04:00:00-00:00"),
    "short offset minus nought": moment("2026-03-02T04:00:00-00"),
    "plain offset minus nought": moment("2026-03-02T04:00:00-0000"),
    "line after the timestamp": moment("2026-03-02T04:00:00Z\n"),
    "stored in words": (statement(stored="today"), "$.stored", 23),
}
OTHERS = {
    "authority as text": (statement(authority="me"), "$.authority", 24),
    "authority without identifier": (statement(authority={}), "$.authority", 24),
    "authority of one": (statement(authority=GROUP), "$.authority", 98),
    "authority of three": (
        statement(authority={**GROUP, "member": [LEARNER] * 3}),
        "$.authority",
        100,
    ),
    "authority as identified group": (
        statement(authority={"objectType": "Group", "account": ACCOUNT}),
        "$.authority",
        98,
    ),
    "authority of two with an identifier": (
        statement(authority={**GROUP, "member": [LEARNER] * 2, "account": ACCOUNT}),
        "$.authority",
        98,
    ),
    "version 0.9": (statement(version="0.9.9"), "$.version", 101),
    "version 1.1": (statement(version="1.1.0"), "$.version", 101),
    "version in words": (statement(version="should fail"), "$.version", 101),
    "attachments as object": (statement(attachments=ATTACHMENT), "$.attachments", 25),
    "attachment as text": (statement(attachments=["x"]), "$.attachments[0]", 25),
    "attachment with more": (attachment(x=1), "$.attachments[0].x", 10),
    "attachment without usage": (attachment(usageType=...), "$.attachments[0]", 107),
    "attachment of no usage": (
        attachment(usageType="should fail"),
        "$.attachments[0].usageType",
        107,
    ),
    "attachment without display": (attachment(display=...), "$.attachments[0]", 106),
    "attachment with a text to show": (
        attachment(display="x"),
        "$.attachments[0].display",
        106,
    ),
    "attachment described as number": (
        attachment(description=1),
        "$.attachments[0].description",
        6,
    ),
    "attachment without type": (
        attachment(contentType="text"),
        "$.attachments[0].contentType",
        105,
    ),
    "attachment with a length in quotes": (
        attachment(length="1"),
        "$.attachments[0].length",
        102,
    ),
    "attachment below nought": (attachment(length=-1), "$.attachments[0].length", 102),
    "attachment without sha2": (attachment(sha2="x"), "$.attachments[0].sha2", 103),
    "attachment with a number": (attachment(sha2=1), "$.attachments[0].sha2", 103),
    "attachment without scheme": (
        attachment(fileUrl="file"),
        "$.attachments[0].fileUrl",
        104,
    ),
}
BAD = DEFINITIONS | RESULTS | CONTEXTS | MOMENTS | OTHERS
