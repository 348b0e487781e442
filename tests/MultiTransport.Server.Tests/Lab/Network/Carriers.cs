using MultiTransport.Client;

namespace MultiTransport.Server.Tests.Lab.Network;

/// <summary>Waits until a session is carried by a transport.</summary>
internal static class Carriers
{
    public static async Task UntilAsync(this ClientSession session, Predicate<string?> carries)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(object? sender, TransportChange? change)
        {
            if (carries(session.Transport))
            {
                done.TrySetResult();
            }
        }

        session.TransportChanged += Look;
        try
        {
            Look(null, null);
            await done.Task;
        }
        finally
        {
            session.TransportChanged -= Look;
        }
    }
}
