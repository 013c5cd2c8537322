"""Scripts for those who work on Counterpoint: set up, check, measure, train, package."""
