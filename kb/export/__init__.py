"""Word export in the layout of official documents (GB/T 9704-2012) or of enterprise plans (GB/T 29639-2020 附录C)."""

from kb.export.docx import export_docx
from kb.export.pdf import Exported, export_pdf, export_rendered

__all__ = ["Exported", "export_docx", "export_pdf", "export_rendered"]
