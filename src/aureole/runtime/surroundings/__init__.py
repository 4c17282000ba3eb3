"""What happened on the machine around a call: who ran on its core meanwhile, what was throttled, what was stolen."""
