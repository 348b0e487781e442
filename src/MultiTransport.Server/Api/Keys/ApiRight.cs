namespace MultiTransport.Server.Api.Keys;

/// <summary>What a key may do.</summary>
internal enum ApiRight
{
    /// <summary>Publish to its topics.</summary>
    Publish,

    /// <summary>List its topics, read their histories and who is there.</summary>
    Read,

    /// <summary>List, inspect and disconnect sessions, and send to one session or user.</summary>
    Sessions,
}
