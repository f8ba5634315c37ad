"""The chat: further questions about the draft, and the answers."""
