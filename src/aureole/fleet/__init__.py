"""Many machines and many cars: executor, registry and campaigns will stand here; nothing is here yet."""
