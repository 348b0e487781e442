using MultiTransport.Conformance.Runtimes;
using MultiTransport.Conformance.Scenarios;
using MultiTransport.Networks.Tests.Origin;
using MultiTransport.Networks.Tests.Rows;
using MultiTransport.Testing;

namespace MultiTransport.Networks.Tests.Measures;

/// <summary>One client in a network with a timer: twice nothing is said for longer than that allows, then traffic must flow again both ways.</summary>
internal sealed class IdleRun(string client, IdleRow row, IClientRuntime runtime, RowEndpoint endpoint)
{
    private const int Silences = 2;

    public async Task<IdleOutcome> RunAsync()
    {
        await runtime.CalmSocketsAsync();
        var session = await runtime.ConnectAsync(row.Url(client), CellClients.OptionsOf(client, row.ProxyPort), "hello").WithTimeout();
        try
        {
            Assert.Equal("hello", (await session.NextMessageAsync()).Text);
            await session.Events.WhenAsync(static one => one.Name == "transport" && one["to"] == TransportName.WebSocket).WithTimeout();
            for (var silence = 0; silence < Silences; silence++)
            {
                await Task.Delay(row.Silence, TimeProvider.System); // a real proxy has no clock of ours
                await session.SendAsync($"up {silence}").WithTimeout();
                Assert.Equal($"up {silence}", (await session.NextMessageAsync()).Text);
                await endpoint.SendAsync($"down {silence}").WithTimeout();
                Assert.Equal($"down {silence}", (await session.NextMessageAsync()).Text);
            }

            if (row.ClimbsBack)
            {
                await ClimbAsync(session);
            }

            Assert.Empty(session.Events.Named("gap"));
            Assert.Single(session.Events.Named("open"));
            Assert.False(session.Messages.TryRead(out var extra), $"One too many came down: {extra}");
            return new IdleOutcome(row.Name, row.StandsFor, client, [.. session.Events.Named("transport").Select(static move => move["to"] ?? "none")], Lost: 0);
        }
        catch (Exception fault)
        {
            throw new ScenarioFailedException($"{client} in {row.Name}: {fault.Message}{Environment.NewLine}{session.Events}", fault);
        }
        finally
        {
            await session.CloseAsync().WithTimeout();
        }
    }

    /// <summary>Verdicts run out after half a minute and more.</summary>
    private static async Task ClimbAsync(IScenarioClient session)
    {
        var back = session.Events.WhenAsync(static one => one.Name == "transport" && one["to"] == TransportName.WebSocket, after: session.Events.All.Count);
        for (var i = 0; i < 240 && !back.IsCompleted; i++)
        {
            await session.EchoAsync($"talk {i}");
            await Task.WhenAny(back, Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System));
        }

        Assert.True(back.IsCompleted, "WebSocket was not taken again within two minutes.");
    }
}
