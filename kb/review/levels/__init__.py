"""Levels of warning and response: conditions, colours, who decides, and the interfaces above and beside."""
