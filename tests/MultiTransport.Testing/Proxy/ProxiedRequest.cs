namespace MultiTransport.Testing;

/// <summary>The head of a request that passed the proxy.</summary>
public sealed record ProxiedRequest(int Connection, int Index, HttpHead Head)
{
    public string Method => Head.Method;

    /// <summary>Path and query.</summary>
    public string Target => Head.Target;

    public string Path => Target.Split('?')[0];
}
