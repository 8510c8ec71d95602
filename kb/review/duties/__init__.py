"""Who does what: bodies, posts, groups, phones, and orders that nobody is given."""
