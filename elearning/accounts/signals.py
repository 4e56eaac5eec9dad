"""Signals of accounts to the apps above, sent inside the transaction."""

from django.dispatch import Signal

#: Sent when an account is closed, with ``user`` and ``by``.
account_closed = Signal()
