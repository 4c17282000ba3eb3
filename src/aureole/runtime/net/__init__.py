"""The nerves between machines: the ends of a topic over zenoh, in the open only to those whom the manifest names."""
