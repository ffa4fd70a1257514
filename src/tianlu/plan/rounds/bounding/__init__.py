"""The parts of the lower bound: the linear relaxation of a week, cuts on it, and the cases it is taken apart into."""
