"""Schedule: the week by people, where visits are moved and assigned."""
