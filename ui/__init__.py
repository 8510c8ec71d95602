"""Command line, workspace and pages."""
