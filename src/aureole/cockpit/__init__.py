"""What people see while it drives, a server and its pages, will stand here; nothing is here yet."""
