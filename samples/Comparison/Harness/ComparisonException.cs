namespace MultiTransport.Comparison.Harness;

/// <summary>The run cannot go on, and the message says why in words for whoever started it.</summary>
internal sealed class ComparisonException(string message) : Exception(message);
