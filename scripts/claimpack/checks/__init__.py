"""What is wrong with a package; `package` has all checks in their order."""
