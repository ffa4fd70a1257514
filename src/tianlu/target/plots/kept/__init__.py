"""A county's responsibility plots as they stand: kept, changed by hand, locked, given to people and teams."""
