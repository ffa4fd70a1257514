"""The county's week: the problem, the search for a plan, the cost, the rules, an independent check, the reasons."""
