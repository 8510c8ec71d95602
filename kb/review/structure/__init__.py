"""How the text is built: headings, numbers, contents, annexes, references, layout, use on the spot."""
