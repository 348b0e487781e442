namespace MultiTransport.Testing;

/// <summary>The answer to a native POST.</summary>
public sealed record NativePosted(int Status, long? Number, bool? Handled, WireProblem? Problem, string? RetryAfter);
