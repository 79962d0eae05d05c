"""Distinct types for the ids of rows, so that a quote's id is never taken for an invoice's.

Promises: each is text, a UUID in lower case, as on the wire. May not know: how ids are made.
"""

from typing import NewType

OrgId = NewType("OrgId", str)
UserId = NewType("UserId", str)
ClientId = NewType("ClientId", str)
ContactId = NewType("ContactId", str)
PropertyId = NewType("PropertyId", str)
SkuId = NewType("SkuId", str)
ProjectId = NewType("ProjectId", str)
TaskId = NewType("TaskId", str)
QuoteId = NewType("QuoteId", str)
InvoiceId = NewType("InvoiceId", str)
LineId = NewType("LineId", str)
PaymentId = NewType("PaymentId", str)
AttachmentId = NewType("AttachmentId", str)
NoticeId = NewType("NoticeId", str)
GroupId = NewType("GroupId", str)
