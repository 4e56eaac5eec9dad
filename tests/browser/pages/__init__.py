"""The twelve pages of a learner's journey: measured on a poor line, and photographed."""
