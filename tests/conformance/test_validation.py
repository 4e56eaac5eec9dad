"""Statements that a store must refuse, and their neighbours that it must take."""

import pytest

from tests.conformance.rules import ALL

OF_RULES = [
    pytest.param(rule, id=rule.number, marks=pytest.mark.requirement(rule.number))
    for rule in ALL
]


@pytest.mark.parametrize("rule", OF_RULES)
def test_bad_is_refused_and_good_is_taken(callers, rule):
    surprises = []
    for version in rule.versions:
        lrs = callers[version]
        for name, bad in rule.bad(version).items():
            if (status := lrs.post("statements", bad).status) != 400:
                surprises.append(f"{version}: {name}: {status}")
        good = rule.good(version)
        if good and lrs.post("statements", [*good.values()]).status != 200:
            surprises += [
                f"{version}: {name}: {answer.body.decode()}"
                for name, one in good.items()
                if (answer := lrs.post("statements", one)).status != 200
            ]

    assert not surprises, "\n".join(surprises)
