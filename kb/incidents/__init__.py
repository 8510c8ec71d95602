"""Past events and how they were handled, out of reports, in the reports' own words."""
