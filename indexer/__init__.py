"""Retrieval: segmentation, lexical and vector indexes, fusion, evaluation."""
