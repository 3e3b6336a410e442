"""The sheet where the person sets the program up, and its pages. What is set takes hold in `app.preferring`."""
