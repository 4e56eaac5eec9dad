"""What a statement says about its attachments (Data 2.4.11)."""

from tests.conformance.rules.rule import Rule
from tests.factories.lrs import BOOK, statement

ATTACHMENT = {
    "usageType": "https://example.org/usages/note",
    "display": {"en": "A note"},
    "description": {"en": "A note about it"},
    "contentType": "text/plain; charset=ascii",
    "length": 27,
    "sha2": "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a",
    "fileUrl": "https://example.org/note.txt",
}
NOT_IRIS = [7, {}, "", "a", "ab=c://example.org"]
NOT_MAPS = [7, "a", [], {"en": 7}, {"a12345": "a"}]


def attached(**parts):
    """Return a statement with an attachment of these parts instead of its own."""
    whole = {k: v for k, v in (ATTACHMENT | parts).items() if v is not ...}
    return statement(attachments=[whole])


def _each(key, values):
    return {f"{key}: {value!r}": attached(**{key: value}) for value in values}


GOOD = {"a whole one": attached(), "no description": attached(description=...)}
RULES = [
    Rule(
        "XAPI-00025",
        {
            f"attachments: {value!r}": statement(attachments=value)
            for value in [ATTACHMENT, 7, "a", [7], ["a"], [[]]]
        }
        | {"unknown": attached(size=27)},
        GOOD,
        nests=False,
    ),
    Rule("XAPI-00102", _each("length", [..., "27", 1.5, {}, True, -1]), nests=False),
    Rule("XAPI-00103", _each("sha2", [..., 7, "", "a", {}, "z" * 64]), nests=False),
    Rule(
        "XAPI-00104", _each("fileUrl", NOT_IRIS), _each("fileUrl", [BOOK]), nests=False
    ),
    Rule(
        "XAPI-00105",
        _each("contentType", [..., 7, "", "should fail", "text", {}]),
        _each(
            "contentType", ["text/plain", "image/svg+xml", "text/plain; charset=utf-8"]
        ),
        nests=False,
    ),
    Rule(
        "XAPI-00106",
        _each("display", [..., *NOT_MAPS]) | _each("description", NOT_MAPS),
        _each("display", [{"kk": "Ескерту", "ru": "Заметка"}]),
        nests=False,
    ),
    Rule("XAPI-00107", _each("usageType", [..., *NOT_IRIS]), nests=False),
]
