"""Tests of `onetool_desktop.documents`."""
