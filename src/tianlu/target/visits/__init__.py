"""Visits hung on the week's rounds."""
