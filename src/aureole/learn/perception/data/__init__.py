"""Pictures with their truth: situations and made roads are driven, filmed and labelled, a file each drive."""
