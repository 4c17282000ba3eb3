"""Signals: lines that lights, signs and people close, the limits they tell, and who goes first."""
