"""Tests of `packaging/`: the set-up tool, the locks, the wheel."""
