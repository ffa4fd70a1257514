"""Puts the rooms' routes together and serves the desk."""
