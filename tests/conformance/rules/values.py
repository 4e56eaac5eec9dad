"""Special data types: extensions, languages, timestamps (Data 2.4, 4.1, 4.2, 4.5)."""

from tests.conformance.rules.activities import defined
from tests.conformance.rules.attachments import attached
from tests.conformance.rules.rule import Rule, each
from tests.factories.lrs import READ, statement

LANGUAGES = [
    *["de", "de-DE", "zh-Hant", "sr-Latn-RS", "cmn", "es-MX", "sr-Cyrl", "zh-Hans-CN"],
    *["ase", "ja", "fr-CA", "kk-Cyrl-KZ", "und", "es-419", "sl-rozaj", "en-x-office"],
]
NOT_LANGUAGES = [
    *["a12345", "", "en_GB", "en-", "-en", "e", "something", "kk--KZ", "en GB"],
    "zh-z-aaa-z-bbb-c-ccc",
]
MOMENTS = [
    *[
        "2026-03-02T04:00:00Z",
        "2026-03-02T04:00:00.123456Z",
        "2026-03-02T04:00:00+05:00",
    ],
    *["2024-02-29T23:59:59.999Z", "2026-03-02T04:00:00.1-03:30"],
]
NOT_MOMENTS = [
    *[
        "yesterday",
        "01/011/2015",
        "",
        7,
        {},
        "2026-02-30T00:00:00Z",
        "2026-13-01T00:00:00Z",
    ],
    *["2008-09-15T15:53:00.601-00", "2008-09-15T15:53:00.601-0000"],
    *["2008-09-15T15:53:00.601-00:00", "2026-03-02T25:00:00Z"],
]


def _extended(extensions):
    """Return statements with these extensions in every place for them."""
    return {
        f"result: {extensions!r}": statement(result={"extensions": extensions}),
        f"context: {extensions!r}": statement(context={"extensions": extensions}),
        f"definition: {extensions!r}": defined(extensions=extensions),
    }


def _every(values):
    return {name: one for value in values for name, one in _extended(value).items()}


def _tagged(tags):
    """Return statements that say each language tag, as key of a map and as value."""
    maps = {
        f"display {tag}": statement(verb={"id": READ, "display": {tag: "word"}})
        for tag in tags
    }
    return maps | each("context", tags, lambda tag: {"language": tag})


def _mapped(words):
    """Return statements with ``words`` in every place for a language map."""
    choices = [{"id": "a", "description": words}]
    return {
        f"display {words!r}": statement(verb={"id": READ, "display": words}),
        f"name {words!r}": defined(name=words),
        f"description {words!r}": defined(description=words),
        f"choice {words!r}": defined(interactionType="choice", choices=choices),
        f"attachment's display {words!r}": attached(display=words),
        f"attachment's description {words!r}": attached(description=words),
    }


def _maps(values):
    return {name: one for value in values for name, one in _mapped(value).items()}


RULES = [
    Rule("XAPI-00013", _tagged(NOT_LANGUAGES), _tagged(LANGUAGES)),
    Rule("XAPI-00022", each("timestamp", NOT_MOMENTS), each("timestamp", MOMENTS)),
    Rule("XAPI-00118", _every([{"a": 1}, {"": 1}, {"example.org/a": 1}])),
    Rule(
        "XAPI-00119",
        accepted=_every(
            [{}, *({"https://example.org/a": v} for v in [None, "", {}, [], 0, [None]])]
        ),
    ),
    Rule("XAPI-00120", _every(["a", 7, [], [{"https://example.org/a": 1}], True])),
    Rule(
        "XAPI-00121",
        _maps(["word", 7, [], {"a12345": "word"}, {"en": 7}, {"en_GB": "word"}]),
        _maps([{}, {"kk": "сөз"}, {"en-GB": "word", "zh-Hans-CN": "词"}]),
        nests=False,
    ),
    Rule("XAPI-00123", each("timestamp", NOT_MOMENTS), each("timestamp", MOMENTS)),
    Rule(
        "2.0-04",
        each("timestamp", ["2026-03-02", "20260302T040000Z", "2026-W10-1T00:00:00Z"]),
        each("timestamp", ["2026-03-02T04:00:00z", "2008-09-15 15:53:00.601+00:00"]),
        versions=("2.0.0",),
    ),
]
