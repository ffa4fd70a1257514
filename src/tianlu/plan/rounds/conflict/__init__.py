"""When a week cannot be planned: the smallest set of rules and places in conflict, and the ways out with their cost."""
