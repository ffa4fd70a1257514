"""Storage: engines, one writer that commits for many, types that both databases keep alike."""
