"""Activities, their definitions and interactions (Data 2.4.4.1)."""

from tests.conformance.rules.rule import Rule
from tests.factories.lrs import BOOK, statement

NOT_MAPS = [7, "a", [], {"en": 7}, {"a12345": "a"}]
NOT_IRIS = [7, {}, "", "a", "ab=c://example.org"]
COMPONENT = {"id": "a", "description": {"en": "A"}}
KIND_OF = {
    "choices": "choice",
    "scale": "likert",
    "source": "matching",
    "target": "matching",
    "steps": "performance",
}
KINDS = [
    *["true-false", "choice", "fill-in", "long-fill-in", "matching", "performance"],
    *["sequencing", "likert", "numeric", "other"],
]
NOT_LISTS = [7, "a", {}, COMPONENT, ["a"], [7], [[]], [{}], [{"id": "a", "size": 1}]]


def defined(**parts):
    """Return a statement about an activity with this definition."""
    return statement(object={"id": BOOK, "definition": parts})


def _each(key, values, **others):
    return {f"{key}: {value!r}": defined(**{key: value}, **others) for value in values}


def _components(values):
    return {
        f"{key}: {value!r}": defined(interactionType=kind, **{key: value})
        for key, kind in KIND_OF.items()
        for value in values
    }


def _list(key):
    """Return the rule's statements about one list of interaction components."""
    kind = KIND_OF[key]
    return (
        _each(key, NOT_LISTS, interactionType=kind),
        {key: defined(interactionType=kind, **{key: [COMPONENT, {"id": "b"}]})},
    )


RULES = [
    Rule(
        "XAPI-00047",
        {"no id": statement(object={"objectType": "Activity"})}
        | {f"id: {value!r}": statement(object={"id": value}) for value in NOT_IRIS},
        {"an IRI": statement(object={"id": "https://example.org/кітап/1"})},
    ),
    Rule(
        "XAPI-00048",
        {
            f"definition: {value!r}": statement(
                object={"id": BOOK, "definition": value}
            )
            for value in [7, "a", [], True]
        },
    ),
    Rule(
        "XAPI-00049",
        _each("interactionType", [7, {}, "", "essay", BOOK, ["choice"]]),
        _each("interactionType", KINDS),
    ),
    Rule(
        "XAPI-00050",
        _each(
            "correctResponsesPattern",
            ["a", 7, {}, [7], [{}], [None]],
            interactionType="choice",
        ),
        _each("correctResponsesPattern", [["a"], ["a[,]b"]], interactionType="choice"),
    ),
    Rule("XAPI-00051", *_list("steps")),
    Rule("XAPI-00052", *_list("target")),
    Rule("XAPI-00053", *_list("source")),
    Rule("XAPI-00054", *_list("scale")),
    Rule("XAPI-00055", *_list("choices")),
    Rule("XAPI-00056", _each("name", NOT_MAPS), _each("name", [{"kk": "Кітап"}])),
    Rule(
        "XAPI-00057",
        _each("extensions", [7, "a", [], {"a": 1}]),
        _each("extensions", [{"https://example.org/a": None}]),
    ),
    Rule(
        "XAPI-00058",
        _components(
            [
                [{"description": {"en": "A"}}],
                [{"id": 7}],
                [{"id": {}}],
                [{"id": "a"}, {"id": "a"}],
            ]
        ),
        _components([[{"id": "a"}, {"id": "b"}]]),
    ),
    Rule(
        "XAPI-00059",
        _each("description", NOT_MAPS),
        _each("description", [{"en": "A"}]),
    ),
    Rule("XAPI-00060", _each("type", NOT_IRIS), _each("type", [BOOK])),
    Rule("XAPI-00061", _each("moreInfo", NOT_IRIS), _each("moreInfo", [BOOK])),
    Rule(
        "XAPI-00062",
        _components([[{"id": "a", "description": value}] for value in NOT_MAPS]),
        _components([[{"id": "a", "description": {"en": "A", "kk": "А"}}]]),
    ),
    Rule("XAPI-00063", _components([[7], ["a"], [[]], [True], [{}]])),
    Rule(
        "XAPI-00064",
        _each("correctResponsesPattern", [["a"]])
        | {key: defined(**{key: [COMPONENT]}) for key in KIND_OF},
    ),
]
