"""Who may do what when several people share one workspace. On one's own machine nobody needs a name."""
