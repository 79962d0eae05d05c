"""Tests of `onetool_desktop.proof`."""
