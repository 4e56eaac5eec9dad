"""News of updates of certificates to the apps above; sent inside the transaction."""

from django.dispatch import Signal

#: Who passed by some editions of courses is asked for an update: ``editions`` (their
#: keys), ``since`` (the day).
demanded = Signal()
