"""The settings hold together, on whichever database the tests run."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from elearning.installation import installation_keys
from elearning.installation.models import KeyFingerprint


@pytest.mark.django_db
def test_system_checks_find_no_error(capsys):
    call_command("check", databases=["default"])

    assert "no issues" in capsys.readouterr().out


@pytest.mark.django_db
def test_database_of_another_version_is_refused_before_it_is_migrated():
    MigrationRecorder(connection).record_applied("courses", "9999_of_another_version")

    with pytest.raises(SystemCheckError) as refused:
        call_command("migrate", verbosity=0, skip_checks=False)

    assert "courses.9999_of_another_version" in str(refused.value)
    assert "remove the folder var" in str(refused.value)


@pytest.mark.django_db
def test_what_a_library_has_migrated_under_another_name_is_no_hindrance():
    MigrationRecorder(connection).record_applied("wagtailcore", "9999_squashed")

    call_command("check", databases=["default"])


@pytest.mark.django_db
@pytest.mark.parametrize("name", installation_keys.KEYS)
def test_replaced_key_stops_the_start_and_is_named(settings, name):
    installation_keys.check_key_fingerprints()
    setattr(settings, name, "another key")

    with pytest.raises(ImproperlyConfigured, match=f"{name}: not the key") as stopped:
        installation_keys.check_key_fingerprints()
    with pytest.raises(SystemCheckError, match=name):
        call_command("check", databases=["default"])
    with pytest.raises(ImproperlyConfigured):
        call_command("work", "--once")

    assert name.lower() in str(stopped.value)


@pytest.mark.django_db
def test_start_with_the_same_keys_goes_on_and_the_database_holds_none(settings):
    for _start in range(2):
        installation_keys.check_key_fingerprints()

    kept = set(KeyFingerprint.objects.values_list("fingerprint", flat=True))
    assert len(kept) == len(installation_keys.KEYS)
    assert not kept & {getattr(settings, name) for name in installation_keys.KEYS}
