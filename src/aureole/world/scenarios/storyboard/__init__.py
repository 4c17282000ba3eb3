"""From the storyboard's XML to the tables that the player reads."""
