"""The line grid: the table into which quotes and invoices are written, its editors, its keys and its totals."""
