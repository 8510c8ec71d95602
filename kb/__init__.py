"""Knowledge base: reading, structure, library, checklists, review, drafting, export."""
