"""Two targeting methods (两大靶向法) and the plots (责任田): whom to see next, where, and why."""
