"""What `aureole world generate` does."""
