"""Numbers, sums, days and time limits."""
