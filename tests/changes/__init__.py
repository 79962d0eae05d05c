"""Tests of `onetool_desktop.changes`."""
