"""Values in, bytes out: PDF, spreadsheet, calendar, QR, e-invoice.

Promises: the same values give the same bytes; all user text is escaped; a glyph that no font has is reported, never
dropped. It is the only room that knows ReportLab; it reads no database, no clock and no network.
"""
