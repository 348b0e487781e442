namespace MultiTransport.Benchmarks.Dialects;

/// <summary>Where our server's endpoint is.</summary>
internal static class Target
{
    public const string Path = "/echo";
}
