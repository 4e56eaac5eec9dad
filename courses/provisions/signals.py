"""News from the register of documents; sent inside the transaction."""

from django.dispatch import Signal

#: An edition of a document reached the readers: ``edition``, ``by``.
document_released = Signal()
