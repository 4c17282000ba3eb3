"""Who starts the nodes, hands them their ends, and sees to it that promises are kept."""
