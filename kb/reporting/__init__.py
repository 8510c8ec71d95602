"""What a reviewer hands out: the annotated original, the report and the review forms as Word files."""
