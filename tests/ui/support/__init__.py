"""What the stories of the windows lean on: an office with a real replica, and rows that are made up."""
