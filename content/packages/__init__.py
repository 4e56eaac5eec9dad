"""Course packages: a whole course as one ZIP of text files, to archive or to transfer.

``package_layout`` defines the files, ``package_writer`` writes them, ``package_reader``
reads them, and ``package_import`` creates the course from them. The format is described
in docs/content-format.md.
"""
