"""What stands between a publication and a release, said and done."""

from courses import outline
from courses.models import Approval


def approved(digests, *, by=None, gates=Approval.Gate):
    """Approve ``digests`` at each of ``gates``: by somebody, else by another office."""
    offices = {} if by else {"office": "Reviewer", "author_office": "Author"}
    return [
        approval
        for gate in gates
        for approval in outline.approve(digests, by=by, gate=gate, **offices)
    ]
