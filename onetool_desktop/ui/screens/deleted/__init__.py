"""Recently deleted: what went, when, by whom, with what; and the way back."""
