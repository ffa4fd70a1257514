"""Names of people and of companies, taken apart and compared."""
