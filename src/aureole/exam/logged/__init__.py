"""Exams on logs: how a recorded drive is built, judged and scored, and what is not judged because the log lacks it."""
