"""Judges: one file a matter; each watches every step of many drives at once and answers when asked."""
