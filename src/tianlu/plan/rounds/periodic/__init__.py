"""The search of plain periodic problems: nothing but lengths, loads and patterns, and therefore faster."""
