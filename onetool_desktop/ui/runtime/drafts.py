"""The name of the property by which a widget says where it is typed into, and how a kept text says what it stands for;
see `ui.half_typed`.
"""

ADDRESS = "draft"
STANDS_FOR = "\x1f"  # stands between what people are shown of a choice, and what it stands for
