"""Customers on the list (客户清单): who they are, who owns each, what was done, and how each is struck off (销号)."""
