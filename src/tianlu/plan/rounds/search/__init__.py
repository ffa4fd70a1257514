"""The search, compiled: `loop.ruin_and_recreate` over the arrays of a week; Python calls that and `flow.true_loads`."""
