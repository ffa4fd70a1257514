"""The same work for many counties: one function, on a pool of processes or on Spark, with one row a county."""
