"""Course packages: a whole course as one ZIP of text files, to keep or to bring elsewhere.

``layout`` says which files there are, ``writing`` makes them, ``reading`` takes them apart
and ``bringing`` makes the course of them again. docs/content-format.md has the format.
"""
