"""Turns a request into text with CXR-LLaVA. torch is imported by the modules that compute, never by ``engine``."""
