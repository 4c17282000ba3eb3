"""Who is in a batch of worlds: traffic put on a net, recorded tracks, and a plain loop that plays both."""
