from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from courses.certificates.keys import private_key_files
from courses.certificates.models import KeyPurpose, KeyRevocation, SigningKey
from elearning.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(keys_folder):
    with translation.override("en"):
        yield


def run(*words):
    """Call the command with ``words`` and return the lines that it says."""
    out = StringIO()
    call_command("certificates_keys", *words, stdout=out)
    return out.getvalue().splitlines()


def names():
    return list(SigningKey.objects.order_by("pk").values_list("name", flat=True))


def test_a_key_that_does_not_exist_is_not_revoked():
    with pytest.raises(CommandError, match="no key with this name"):
        run("revoke", "paper-2026-0000000000000000", "--reason", "It was copied.")


def test_a_key_is_not_revoked_without_saying_why(keys):
    with pytest.raises(CommandError, match="reason"):
        run("revoke", keys[KeyPurpose.PAPER].name)
    with pytest.raises(CommandError, match="Say why"):
        run("revoke", keys[KeyPurpose.PAPER].name, "--reason", " ")


def test_a_new_key_of_papers_needs_the_authority(keys):
    private_key_files.get_private_key_path(keys[KeyPurpose.AUTHORITY].name).unlink()

    with pytest.raises(CommandError, match="Put its file back"):
        run("rotate")

    assert len(names()) == 4


def test_create_makes_a_key_for_every_purpose():
    said = run("create")

    made = {key.purpose: key.name for key in SigningKey.objects.all()}
    assert said == [
        f"Made: {made['authority']} (Certificates of other keys)",
        f"Made: {made['paper']} (Documents (PDF))",
        f"Made: {made['claim']} (QR codes on documents)",
        f"Made: {made['credential']} (Digital credentials)",
    ]
    assert Entry.objects.filter(action="certificates.key_made").count() == 4


def test_create_repeated_makes_nothing(keys):
    before = names()

    assert run("create") == ["There is already a key for every purpose. None was made."]
    assert names() == before


def test_rotate_renews_all_but_the_authority(keys):
    run("rotate", "--reason", "A year has passed.")

    newer = [SigningKey.objects.current(purpose) for purpose in KeyPurpose]
    assert newer[0] == keys[KeyPurpose.AUTHORITY]
    assert not {key.pk for key in newer[1:]} & {key.pk for key in keys.values()}
    reasons = Entry.objects.filter(action="certificates.key_made").order_by("pk")
    assert [entry.reason for entry in reasons[4:]] == ["A year has passed."] * 3


def test_rotate_renews_what_is_named(keys):
    (made,) = run("rotate", "--purpose", "claim")

    assert made == f"Made: {names()[-1]} (QR codes on documents)"
    assert SigningKey.objects.current(KeyPurpose.CLAIM).name == names()[-1]
    assert len(names()) == 5


def test_rotating_the_authority_alone_reminds_of_papers(keys):
    said = run("rotate", "--purpose", "authority")

    assert said[1:] == [
        (
            "Documents are still sealed under the previous authority. Renew "
            "their key too."
        )
    ]


def test_revoke_keeps_the_reason_and_who_did_it(keys):
    name = keys[KeyPurpose.CLAIM].name

    said = run("revoke", name, "--reason", "The file was copied.")

    assert said[0] == f"Revoked: {name}"
    revocation = KeyRevocation.objects.get()
    assert (revocation.key.name, revocation.reason, revocation.revoked_by) == (
        name,
        "The file was copied.",
        None,
    )
    entry = Entry.objects.get(action="certificates.key_revoked")
    assert entry.reason == "The file was copied."
    assert entry.details == {"name": name, "purpose": "claim"}


def test_revoking_the_authority_revokes_what_it_certified(keys):
    said = run("revoke", keys[KeyPurpose.AUTHORITY].name, "--reason", "It was copied.")

    assert said[:2] == [
        f"Revoked: {keys[KeyPurpose.AUTHORITY].name}",
        f"Revoked: {keys[KeyPurpose.PAPER].name}",
    ]
    assert SigningKey.objects.trusted().count() == 2


def test_revoke_repeated_changes_nothing(keys):
    name = keys[KeyPurpose.PAPER].name
    run("revoke", name, "--reason", "It was copied.")

    said = run("revoke", name, "--reason", "Once more.")

    assert said == ["It had already been revoked. Nothing was changed."]
    assert KeyRevocation.objects.get().reason == "It was copied."
    assert Entry.objects.filter(action="certificates.key_revoked").count() == 1


def test_after_a_revocation_create_makes_the_key_that_is_missing(keys):
    run("revoke", keys[KeyPurpose.PAPER].name, "--reason", "It was copied.")

    (made,) = run("create")

    assert made == f"Made: {names()[-1]} (Documents (PDF))"


def test_show_tells_how_each_key_stands(keys):
    claim = keys[KeyPurpose.CLAIM]
    run("rotate", "--purpose", "claim")
    run("revoke", claim.name, "--reason", "It was copied.")
    private_key_files.get_private_key_path(keys[KeyPurpose.CREDENTIAL].name).unlink()

    said = run("show")

    assert len([line for line in said if not line.startswith(" ")]) == 5
    older = said[said.index(claim.name) :][:4]
    assert older[1] == "  For: QR codes on documents"
    assert older[2].startswith("  State: revoked on ")
    assert older[2].endswith(": It was copied.")
    fingerprint = older[3].removeprefix("  Fingerprint (SHA-256): ")
    assert len(fingerprint) == 64
    assert fingerprint.startswith(claim.kid)
    assert sum("Private key: in its place" in line for line in said) == 3
    assert sum("is missing. Put its file back" in line for line in said) == 1
    assert sum("State: signing now" in line for line in said) == 4
    assert not [line for line in said if "PRIVATE" in line]


def test_show_says_which_key_is_only_trusted(keys):
    run("rotate", "--purpose", "paper")

    said = run("show")

    older = said.index(keys[KeyPurpose.PAPER].name)
    assert said[older + 2] == "  State: no longer signs, still trusted"
