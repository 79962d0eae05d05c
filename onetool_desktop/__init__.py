"""OneTool Desktop: the business of a small field-service firm on a local replica that syncs when it can.

Each room of the house says in its own docstring what it is for, what it promises and what it may not know;
the order in which rooms may import one another is a contract in `pyproject.toml`, checked with the tests.
"""

__version__ = "0.1.0"
