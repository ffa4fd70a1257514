"""Responsibility plots (责任田): contiguous, compact, balanced, stable districts."""
