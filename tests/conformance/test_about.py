"""About: which versions are spoken (Communication 2.8)."""

import pytest


@pytest.mark.requirement("XAPI-00315", "XAPI-00319")
def test_about_is_open_to_everybody(lrs):
    answer = lrs.get(
        "about", headers={"Authorization": None, "X-Experience-API-Version": None}
    )

    assert answer.status == 200
    assert "version" in answer.json


@pytest.mark.requirement("XAPI-00316", "XAPI-00317", "XAPI-00318")
def test_about_lists_what_a_client_of_the_mount_may_know(one, two):
    assert one.get("about").json["version"] == ["1.0.3"]
    assert two.get("about").json["version"] == ["1.0.3", "2.0.0"]


@pytest.mark.requirement("XAPI-00320")
def test_about_may_say_more_in_extensions(lrs):
    assert isinstance(lrs.get("about").json["extensions"], dict)
