using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>What an end must look like.</summary>
internal static class Endings
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500); // for this machine, not for the client

    /// <summary>Closes the session, which must be done within a second and leave nothing behind.</summary>
    public static async Task ClosesInTimeAsync(this Stage stage, IScenarioClient session, string? reason = null)
    {
        await session.CloseAsync(reason).WithTimeout(Second + Grace);
        await stage.NothingIsLeftAsync();
    }

    /// <summary>No timer, socket, request or listener of the client, and no request at the server.</summary>
    public static async Task NothingIsLeftAsync(this Stage stage)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var left = await LeftAsync(stage);
            if (left is null)
            {
                return;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(start) < Second + Grace, $"There is left: {left}");
            await Task.Delay(20, CancellationToken.None); // nothing tells of an end that is not seen: it is looked for
        }
    }

    private static async Task<string?> LeftAsync(Stage stage)
    {
        var left = await stage.Runtime.LeftoversAsync().WithTimeout();
        var fresh = left.Without(stage.Before);
        return fresh.IsEmpty && stage.Server.Watch.Active.Count == 0
            ? null
            : $"{fresh}; at the server [{string.Join(", ", stage.Server.Watch.Active)}]";
    }
}
