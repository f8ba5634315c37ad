"""What is said about a radiograph: prompts, conversation, draft, findings, rating. Standard library only."""
