"""Formats at the edge: the one schema of a data package, its readers and writers, its template and reference page."""
