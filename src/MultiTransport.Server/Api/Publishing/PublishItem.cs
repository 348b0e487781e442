using MultiTransport.Protocol;

namespace MultiTransport.Server.Api.Publishing;

/// <summary>One message on its way to one place, checked.</summary>
/// <param name="Place">Of its message in the batch, from 0.</param>
/// <param name="Message">What is published.</param>
internal sealed record PublishItem(int Place, Message Message)
{
    /// <summary>The topic that it goes to, or null.</summary>
    public string? Topic { get; init; }

    /// <summary>Whether it is one of several topics.</summary>
    public bool IsOneOfSeveral { get; init; }

    /// <summary>The session that it goes to, or null.</summary>
    public SessionId? Session { get; init; }

    /// <summary>The user whom it goes to, or null.</summary>
    public string? User { get; init; }

    public string? Key { get; init; }

    public string? Publisher { get; init; }

    public SessionId? Except { get; init; }
}
