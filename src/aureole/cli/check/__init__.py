"""`aureole check`: does a part fit its role."""
