"""The search over districts, compiled: Python calls `anneal.anneal_diameter`, `anneal.anneal_border`, `grow.grow`."""
