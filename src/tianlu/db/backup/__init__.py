"""A workspace as one archive, taken while a server works, and put back into an empty one on either database."""
