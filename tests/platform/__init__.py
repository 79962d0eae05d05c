"""Tests of `onetool_desktop.platform`."""
