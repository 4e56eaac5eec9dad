"""News from the exam room to the apps above; sent inside the transaction."""

from django.dispatch import Signal

#: A learner began an attempt: ``attempt``, ``at``, ``by``.
attempt_started = Signal()
#: An attempt was marked, once: ``attempt`` (it has its result), ``items`` (marked, in
#: order, with answers and questions), ``at``, ``by``.
#: Sent before the exam unit is finished, so before ``enrolment_completed``.
attempt_marked = Signal()
