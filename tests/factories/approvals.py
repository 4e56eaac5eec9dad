"""What stands between a publication and a release, said and done."""

from courses.models import Approval
from courses.release import content_approvals
from courses.release.edition_proposal import EditionProposal
from tests.factories.accounts import UserFactory


def approved(digests, *, by=None, gates=Approval.Gate):
    """Approve ``digests`` at each of ``gates``: by another office.

    Where ``by`` is somebody: by them at the first gate, by a new person at each other.
    """
    offices = {} if by else {"office": "Reviewer", "author_office": "Author"}
    found = []
    for place, gate in enumerate(gates):
        who = UserFactory() if by and place else by
        found += content_approvals.approve_content(
            digests, by=who, gate=gate, **offices
        )
    return found


def list_awaiting_versions(course, *, by):
    """Return the versions that wait for a second person who may be ``by``."""
    parts = EditionProposal(course).list_awaiting(by)
    return [part.version for part in parts if part.version]
