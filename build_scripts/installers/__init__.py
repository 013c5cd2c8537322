"""What makes a bundle out of a checkout, and installers out of a bundle."""
