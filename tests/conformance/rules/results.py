"""Results and scores (Data 2.4.5, 4.6)."""

from tests.conformance.rules.rule import Rule, each

NOT_TRUTHS = ["true", "yes", 1, {}, []]
NOT_NUMBERS = ["1", "one", True, {}, []]
NOT_DURATIONS = [
    *["PA1H0M0S", "P", "PT", "", "1 hour", "P1H", "PT1D", "P4W1D", "P1YT", 60, {}],
    "P0001-00-00T01:00:00",
]
DURATIONS = [
    "PT1H0M0.1S",
    "PT4H35M59.14S",
    "PT16559.14S",
    "P3Y",
    "P3Y1M29DT4H35M59.14S",
    "P4W",
]


def _results(key, values):
    return each("result", values, lambda value: {key: value})


def _scores(values):
    return each("result", values, lambda value: {"score": value})


def _numbers(key):
    return [{key: value} for value in NOT_NUMBERS]


RULES = [
    Rule(
        "XAPI-00074",
        _results("success", NOT_TRUTHS),
        _results("success", [True, False]),
    ),
    Rule(
        "XAPI-00075",
        _results("completion", NOT_TRUTHS),
        _results("completion", [True, False]),
    ),
    Rule(
        "XAPI-00076",
        _results("response", [7, True, {}, []]),
        _results("response", ["иә", ""]),
    ),
    Rule(
        "XAPI-00077",
        _results("duration", NOT_DURATIONS),
        _results("duration", DURATIONS),
    ),
    Rule(
        "XAPI-00078",
        _results("extensions", [7, "a", [], {"a": 1}]),
        _results("extensions", [{"https://example.org/a": 1}, {}]),
    ),
    Rule("XAPI-00079", _scores([7, "a", [], True]), _scores([{"raw": 7}])),
    Rule(
        "XAPI-00080",
        _scores([*_numbers("max"), {"min": 2, "max": 1}, {"min": 2.5, "max": 2.4}]),
        _scores([{"max": 100.6767676}, {"max": -1}, {"min": 1, "max": 2}]),
    ),
    Rule(
        "XAPI-00081",
        _scores([*_numbers("min"), {"min": 0.6767676, "max": 0.6767355}]),
        _scores([{"min": 0.6767676}, {"min": -5, "max": -4}]),
    ),
    Rule(
        "XAPI-00082",
        _scores(
            [
                *_numbers("raw"),
                {"raw": 3, "max": 2},
                {"raw": 0, "min": 1},
                {"raw": 3, "min": 0, "max": 2},
            ]
        ),
        _scores([{"raw": -7}, {"raw": 2, "max": 2}, {"raw": 1, "min": 1, "max": 2}]),
    ),
    Rule(
        "XAPI-00083",
        _scores([*_numbers("scaled"), {"scaled": 1.01}, {"scaled": -1.00001}]),
        _scores(
            [{"scaled": 1.0}, {"scaled": -1}, {"scaled": 0.6767676}, {"scaled": 0}]
        ),
    ),
    Rule(
        "XAPI-00124",
        _results("duration", NOT_DURATIONS),
        _results("duration", DURATIONS),
    ),
]
