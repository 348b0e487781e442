namespace MultiTransport.Comparison.Measures;

/// <summary>That many values of about that time.</summary>
internal readonly record struct Bucket(long Nanoseconds, long Count);
