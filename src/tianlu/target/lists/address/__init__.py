"""An address of one province, as people write it, parsed to division codes against a division table."""
