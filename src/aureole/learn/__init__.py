"""How it gets better, from data to an exported network, will stand here; nothing is here yet."""
