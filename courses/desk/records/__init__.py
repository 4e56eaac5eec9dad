"""The desk of the record store: statements, keys of other systems, other stores."""
