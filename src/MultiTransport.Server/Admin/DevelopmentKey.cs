namespace MultiTransport.Server.Admin;

/// <summary>The key that the page gets by itself in development.</summary>
internal sealed record DevelopmentKey(string Key);
