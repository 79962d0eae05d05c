"""Tests of `onetool_desktop.services`."""
