"""What the work is: pictures, prompts, documents, edits, history, tools. Pure values, stdlib and numpy only."""
