"""Tests of `onetool_desktop.ui`."""
