"""Suites: which cases an exam holds, and which events fail them."""
