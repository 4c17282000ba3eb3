"""The expert: solves situations by search over paths and speeds, with the futures of the others and the rules as costs."""
