"""The player: compiled formulas that advance every world's storyboard and scripted agents by one step."""
