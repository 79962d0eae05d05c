"""Today: one person's visits in large type, each with its next step, and the job card of a visit."""
