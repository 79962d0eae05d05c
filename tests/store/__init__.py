"""Tests of `onetool_desktop.store`."""
