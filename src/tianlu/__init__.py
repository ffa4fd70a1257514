"""Tianlu 天路: plans a rural post's week and makes every stop serve."""

__version__ = "0.1.0"
