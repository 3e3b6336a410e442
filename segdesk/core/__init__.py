"""What the work is: pictures, prompts, documents, edits, history, tools. Pure values, standard library and numpy only."""
