"""Locations in statements, as templates name them."""

import pytest

from tests.courses.records.json_path import select_values
from tests.courses.records.template_check import match_templates

THING = {
    "a": {"b": [{"id": 1}, {"id": 2}, {"other": 3}], "https://x.kz/y": "z"},
    "c-d": None,
}


@pytest.mark.parametrize(
    "location", ["$.a[?(@.id==1)]", "$..id", "$.a[-1]", "$.a[", "$.a[b]", "a b"]
)
def test_location_with_filters_or_faults_is_refused(location):
    with pytest.raises(ValueError, match="no location"):
        select_values(THING, location)


@pytest.mark.parametrize(
    ("location", "found"),
    [
        ("$", [THING]),
        ("$.nothing", []),
        ("$.a.b.id", []),
        ("$.c-d", [None]),
        ("$.c-d.deeper", []),
        ("a.b[*].id", [1, 2]),
        ("$.a.b[0].id", [1]),
        ("$.a.b[0, 1].id", [1, 2]),
        ("$.a.b[9].id", []),
        ("$.a['https://x.kz/y']", ["z"]),
        ('$.a["https://x.kz/y"]', ["z"]),
        ("$.a['b','https://x.kz/y']", [THING["a"]["b"], "z"]),
        ("$.a.b[*].*", [1, 2, 3]),
        ("$.a.b[0].id | $.a.b[2].other", [1, 3]),
    ],
)
def test_location_leads_to_its_values(location, found):
    assert select_values(THING, location) == found


@pytest.mark.parametrize(
    ("rule", "keeps"),
    [
        ({"location": "$.a.b[*]", "selector": "id", "presence": "included"}, False),
        ({"location": "$.a.b[*]", "selector": "id", "all": [1, 2]}, False),
        ({"location": "$.a.b[*]", "selector": "id", "any": [2]}, True),
        ({"location": "$.a.b[*]", "selector": "id", "none": [2]}, False),
        ({"location": "$.a.b[0,1]", "selector": "id", "all": [1, 2]}, True),
        ({"location": "$.a.b[2]", "selector": "id", "presence": "excluded"}, True),
        ({"location": "$.nothing", "any": [1]}, False),
        ({"location": "$.nothing", "presence": "recommended", "any": [1]}, True),
        ({"location": "$.a.b[0].id", "presence": "recommended", "any": [2]}, False),
        ({"location": "$.a.b[0].id", "all": [True]}, False),
    ],
)
def test_rule_is_kept_or_broken(rule, keeps):
    verdict = match_templates(THING, [{"id": "one", "rules": [rule]}])

    assert verdict.matching == ["one"]
    assert verdict.is_valid is keeps
