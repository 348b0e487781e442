using Microsoft.AspNetCore.Http;

namespace MultiTransport.AspNetCore;

/// <summary>One WebSocket's place among those that have not attached yet; leaving it early is how an attach is told.</summary>
internal sealed class PendingAttach(PendingAttaches owner, HttpContext context, long deadline) : IDisposable
{
    public long Deadline { get; } = deadline;

    public void Dispose() => owner.Leave(this);

    public void Expire()
    {
        Dispose();
        context.Abort();
    }
}
