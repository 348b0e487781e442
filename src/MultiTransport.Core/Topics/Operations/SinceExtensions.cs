using MultiTransport.Protocol;

namespace MultiTransport;

internal static class SinceExtensions
{
    /// <summary>The position that a client says; null where it says none.</summary>
    public static TopicPosition? ToPosition(this TopicSince? since) => since is null ? null : new TopicPosition(since.Epoch, since.Position);
}
