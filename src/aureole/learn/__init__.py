"""How it gets better, from data to an exported network: the network of perception so far."""
