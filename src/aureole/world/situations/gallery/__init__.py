"""All situations on one page: each as a cut of its map with everybody on it, what must be done and what must not."""
