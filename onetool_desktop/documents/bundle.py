"""Several PDFs as one file, page after page in the order given.

Promises: the pages are those of the files, to the letter; a file that is no PDF is a ValueError with a sentence. By
PDFium: call it from the paper lane only. May not know: what the files are about.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium  # pyright: ignore[reportMissingTypeStubs]


def joined(pdfs: Iterable[bytes]) -> bytes:
    """One PDF with the pages of all."""
    whole: Any = pdfium.PdfDocument.new()
    try:
        for pdf in pdfs:
            _append(whole, pdf)
        target = BytesIO()
        whole.save(target)
        return target.getvalue()
    finally:
        whole.close()


def _append(whole: Any, pdf: bytes) -> None:
    try:
        part: Any = pdfium.PdfDocument(pdf)
    except pdfium.PdfiumError:
        raise ValueError("This file cannot be read as a PDF.") from None
    try:
        whole.import_pages(part)
    finally:
        part.close()
