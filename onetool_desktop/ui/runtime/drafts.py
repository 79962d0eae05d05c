"""The name of the property by which a widget says where it is typed into, how a form is told from a record there, and
how a kept text says what it stands for, and that nobody typed it; see `ui.half_typed`.
"""

ADDRESS = "draft"
FORM = "form:"  # begins the address of what an action opens
NOT_TYPED = "\x1e"  # ends a kept text that stood in its form already
STANDS_FOR = "\x1f"  # stands between what people are shown of a choice, and what it stands for
