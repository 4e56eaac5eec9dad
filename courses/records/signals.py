"""News from the records to the apps above; sent inside the transaction."""

from django.dispatch import Signal

#: A completion was recorded: ``completion``, ``by``.
completion_recorded = Signal()
