"""The expert: solves situations by a search over paths and paces; others' futures and the rules are costs."""
