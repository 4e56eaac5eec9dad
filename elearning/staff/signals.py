"""News from the personnel files to the apps above; sent inside the transaction."""

from django.dispatch import Signal

#: Somebody is called otherwise from now on: ``person``, ``reason``, ``at``, ``by``.
renamed = Signal()
