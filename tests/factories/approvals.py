"""What stands between a publication and a release, said and done."""

from courses.models import Approval
from courses.release import content_approvals
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
