"""Map and list as two views of one selection: the grid of a unit, made of packages, customer lists and kept plans."""
