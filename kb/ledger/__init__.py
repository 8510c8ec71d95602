"""The plan ledger (预案台账): what was done with each plan, what is due next, and by which article."""
