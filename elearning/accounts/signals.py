"""News of accounts to the apps above; sent inside the transaction."""

from django.dispatch import Signal

#: An account was closed: ``user``, and ``by`` whom.
account_closed = Signal()
