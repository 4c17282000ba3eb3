"""Situations of physics: what is hidden goes on being there, what rolls and falls does so by its laws."""
