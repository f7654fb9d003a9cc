"""What follows from the answers: frames in, frames out, no files."""
