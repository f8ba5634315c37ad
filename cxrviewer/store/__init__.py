"""What is kept: cases, drafts, conversations, ratings. The only room that knows SQL."""
