"""Tests of `onetool_desktop.sync`."""
