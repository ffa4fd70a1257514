"""Records of one person and of one household, linked without labels."""
