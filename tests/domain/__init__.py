"""Tests of `onetool_desktop.domain`."""
