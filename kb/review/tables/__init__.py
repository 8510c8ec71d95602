"""Tables of a plan as data: columns, totals, rows that lack, and what the text around them says."""
