"""Paper of any kind leaving a screen: the run that makes it, the printer, the PDF file, the job sheet of a visit."""
