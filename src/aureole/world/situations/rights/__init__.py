"""Situations of who goes first: lights, signs, emergency vehicles, those who take what is not theirs."""
