"""Made lists of rural people with known truth: what linkage is measured on beside published data."""
