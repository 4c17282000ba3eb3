"""`aureole train`: how drivers and what they see get better, on the command line."""
