"""The name of the property by which a widget says where it is typed into; see `ui.half_typed`."""

ADDRESS = "draft"
