"""What the verbs have done: one drive, an exam, the same again, and the first run on a machine."""
