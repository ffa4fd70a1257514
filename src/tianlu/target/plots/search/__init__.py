"""The search over districts, compiled: Python calls what is marked `entry` in `anneal.py` and `grow.py`."""
