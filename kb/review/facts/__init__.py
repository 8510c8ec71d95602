"""What a plan states in several places — phones, holders of posts, numbers of things — held against each other."""
