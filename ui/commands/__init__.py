"""The commands, one module an area and one function a command: options in, handler called, Result out.

A command is imported when it runs, so that ``--help`` answers at once; ``ui.arguments`` holds the parsers.
"""
