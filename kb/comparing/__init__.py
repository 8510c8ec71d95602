"""A plan beside another text: the plan above it, its own last edition, or a past incident."""
