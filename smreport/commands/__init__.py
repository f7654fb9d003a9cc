"""One function for each command: from files to files, with a result to tell about. Prints nothing."""
