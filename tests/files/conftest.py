"""Both databases, for what comes back through the door."""

from tests.databases import engine, postgresql

__all__ = ["engine", "postgresql"]
