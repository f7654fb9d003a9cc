"""An Excel file back to answers, safely, and all that is to be told of how it was read."""
