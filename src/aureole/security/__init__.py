"""Who may speak and what may change: identity, access, signing and update will stand here; nothing is here yet."""
