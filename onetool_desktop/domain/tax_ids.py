"""What kind of tax number a number is, told by how it is written.

Promises: pure. A number for value-added tax (Directive 2006/112/EC, Art. 215) begins with the letters of its country
and is written as that country writes it; a number of the tax office or of a company's register (`HRB 123456`) never is.
May not know: whether a number was ever given out; what it is called.
"""

import re

# By the letters of the country, what follows them: European Commission, VIES, "What is the format of a VAT number"; for
# Great Britain and Northern Ireland, HMRC notice 700/1. EL is Greece.
_WRITTEN = {
    "AT": r"U\d{8}",
    "BE": r"[01]\d{9}",
    "BG": r"\d{9,10}",
    "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}",
    "DE": r"\d{9}",
    "DK": r"\d{8}",
    "EE": r"\d{9}",
    "EL": r"\d{9}",
    "ES": r"[A-Z\d]\d{7}[A-Z\d]",
    "FI": r"\d{8}",
    "FR": r"[A-Z\d]{2}\d{9}",
    "GB": r"(?:\d{9}|\d{12}|(?:GD|HA)\d{3})",
    "HR": r"\d{11}",
    "HU": r"\d{8}",
    "IE": r"\d[A-Z\d+*]\d{5}[A-Z]{1,2}",
    "IT": r"\d{11}",
    "LT": r"(?:\d{9}|\d{12})",
    "LU": r"\d{8}",
    "LV": r"\d{11}",
    "MT": r"\d{8}",
    "NL": r"[A-Z\d+*]{10}\d{2}",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "RO": r"\d{2,10}",
    "SE": r"\d{12}",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
    "XI": r"(?:\d{9}|\d{12}|(?:GD|HA)\d{3})",
}
_VAT_ID = re.compile("|".join(f"{country}{rest}" for country, rest in _WRITTEN.items()), re.ASCII)


def is_vat_id(number: str) -> bool:
    """Whether this is written as a number for value-added tax: `DE123456789`, `GB 123 4567 82`."""
    return _VAT_ID.fullmatch(re.sub(r"[\s./-]", "", number).upper()) is not None
