"""Tests of `onetool_desktop.cloud`."""
