"""Organisations as a tree, the people in it, what they may do and see."""
