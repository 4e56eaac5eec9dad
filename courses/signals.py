"""News from the course office to the apps above; sent inside the transaction."""

from django.dispatch import Signal

#: A learner was put on a course: ``enrolment``, ``by``.
enrolled = Signal()
#: A learner opened a unit for the first time: ``enrolment``, ``unit``, ``language``, ``at``.
unit_started = Signal()
#: A learner finished a unit: ``enrolment``, ``unit``, ``language``, ``at``, ``seconds``.
unit_finished = Signal()
#: Every unit of an edition is finished: ``enrolment``, ``at``, ``score``, ``language``.
enrolment_completed = Signal()
#: An edition reached the learners: ``edition``, ``by``.
edition_released = Signal()
