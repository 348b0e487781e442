namespace MultiTransport.AspNetCore.Tests.Support;

/// <summary>What a native client knows of its session.</summary>
public sealed record NativeClient(string Credential, string Next)
{
    public (string Name, string Value) Header => ("MultiTransport-Session", Credential);

    public string Place => System.Text.RegularExpressions.Regex.Match(Next, "after=([^&]*)").Groups[1].Value;

    public string Id => Credential[..22];

    public string Secret => Credential[23..];

    /// <summary>The query of the next poll with another hold.</summary>
    public string Query(int wait) => $"?after={Place}&wait={wait}";
}
