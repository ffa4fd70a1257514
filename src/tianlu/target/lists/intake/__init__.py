"""Customer lists of several business lines, each with its own columns, made into customers (清单导入)."""
