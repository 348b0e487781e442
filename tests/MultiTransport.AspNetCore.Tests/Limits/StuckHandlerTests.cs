namespace MultiTransport.AspNetCore.Tests.Limits;

/// <summary>A handler that hangs or throws is its own session's trouble.</summary>
public sealed class StuckHandlerTests : IDisposable
{
    private readonly ManualResetEventSlim _release = new();

    [Theory]
    [InlineData("wait")]
    [InlineData("throw")]
    public async Task Message_ThatHangsOrThrows_LeavesOtherSessionsAlone(string word)
    {
        await using var edge = await Edge.StartAsync();
        var bad = await edge.OpenAsync();
        var good = await edge.OpenAsync();
        await using var held = await good.HoldAsync("stream", good.Take());
        await using var socket = await bad.AttachedSocketAsync(bad.Take());

        await socket.SendAsync(WireFrame.Text(word));
        await edge.WhenHandledAsync(word);

        await good.SendAsync(0, WireFrame.Text("Hi"));
        Assert.Equal("Hi", (await held.FrameAsync())?.PayloadText);
        await edge.OpenAsync();
    }

    [Fact]
    public async Task Message_ThatHoldsItsThread_LeavesOtherSessionsAlone()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Pipeline = app => app.MapMultiTransport("/stuck", (_, _) =>
            {
                _release.Wait();
                return default;
            }),
        });
        var stuck = await OpenAsync(edge, "/stuck");
        var good = await edge.OpenAsync();
        var hanging = stuck.SendAsync(0, WireFrame.Text("hold"));

        Assert.Equal("Hi", Assert.Single((await good.PollAsync(0, 0, WireFrame.Text("Hi"))).Texts));
        edge.Time.Advance(TimeSpan.FromSeconds(120)); // the sweep ends what expired, the stuck one too
        Assert.Equal(0, edge.Sessions.Count);

        _release.Set();
        await hanging;
    }

    [Fact]
    public async Task Close_ThatHoldsItsThread_HoldsUpNeitherTheSweepNorAShutdown()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = builder => builder.Services.AddSingleton(_release),
            Pipeline = app => app.MapMultiTransport<StuckAtTheEnd>("/stuck"),
        });
        await OpenAsync(edge, "/stuck");
        edge.Time.Advance(TimeSpan.FromSeconds(120));
        Assert.Equal(0, edge.Sessions.Count);
        await OpenAsync(edge, "/stuck");
        var good = await edge.OpenAsync();
        await using var held = await good.HoldAsync("stream", good.Take());

        var stopping = edge.Host.StopAsync();

        Assert.Equal(4201, (await held.CloseAsync()).Code);
        await stopping.WithTimeout();
        _release.Set();
    }

    public void Dispose()
    {
        _release.Set();
        _release.Dispose();
    }

    private static async Task<SdkClient> OpenAsync(Edge edge, string path)
    {
        var answer = await Answer.OfAsync(edge.Host.Address($"{path}/negotiate"), "POST", new Wish().ToJson());
        var negotiated = Negotiated.Parse(answer.Body);
        return new SdkClient(edge, negotiated.Id, negotiated.Secret) { Base = path };
    }

    private sealed class StuckAtTheEnd(ManualResetEventSlim release) : MessageHandler
    {
        public override ValueTask OnMessageAsync(Session session, Message message) => default;

        public override ValueTask OnCloseAsync(Session session, CloseReason reason)
        {
            release.Wait();
            return default;
        }
    }
}
