"""People as they drive: what recorded driving tells of drivers, fitted by site, and drivers drawn from it."""
