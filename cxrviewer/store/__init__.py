"""What is kept: cases, drafts, conversations, ratings, annotations. The only room that knows SQL."""
