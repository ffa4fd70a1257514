"""Where things are and how far apart: places, travel matrices, altitude."""
