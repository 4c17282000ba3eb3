"""What runs in a car: services, when each is called, and the roles of a drive among them."""
