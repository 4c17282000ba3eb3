"""What good driving is, as pure formulas."""
