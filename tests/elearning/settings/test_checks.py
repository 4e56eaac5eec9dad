"""The settings hold together, on whichever database the tests run."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_system_checks_find_no_error(capsys):
    call_command("check", databases=["default"])

    assert "no issues" in capsys.readouterr().out
