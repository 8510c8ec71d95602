"""Verdicts on the elements that a plan must have, and what plans of its kind usually have beside them."""
