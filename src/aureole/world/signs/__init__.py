"""What the signals of a world are, where they count and what they show: from the map and from who carries one."""
