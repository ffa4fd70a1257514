"""Long work as rows of the database: ordered by commands, taken by lease, survives a restart."""
