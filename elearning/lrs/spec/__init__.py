"""The xAPI 1.0.3 data model in plain Python: what a statement may be."""
