using System.Collections.Concurrent;
using System.Diagnostics;

namespace MultiTransport.AspNetCore.Tests.Diagnostics;

public sealed class SessionTracesTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;
    private bool _isSampling = true;

    public SessionTracesTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == SessionTraces.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => _isSampling ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Life_OverSeveralConnections_IsOneTrace()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await client.PostAsync("poll", client.Take(hold: 0));
        await client.PostAsync("poll", client.Take(hold: 0));
        await using var socket = await client.AttachedSocketAsync(client.Attach(WireAttachMode.Probe));
        await client.SendAsync(0, WireFrame.Of(0x80, [0, 0, .. "sse held"u8]));
        await socket.SendAsync(new WirePromote(socket.Attached!.Connection, 0, 0).ToFrame());
        await edge.WhenLoggedAsync(1003);
        edge.Sessions.Kick(client.Session!.Id);
        await socket.CloseAsync();
        await socket.Raw.SendCloseAsync(4302);
        await edge.WhenLoggedAsync(1004, static log => Equals(log["Transport"], "websocket"));

        var life = Spans(client.IdText);
        Assert.Equal(
            [
                "multitransport.session.open",
                "multitransport.connection negotiate complete",
                "multitransport.connection short_polling superseded",
                "multitransport.connection web_sockets kicked",
                "multitransport.session.close kicked",
            ],
            life.Select(static span => string.Join(' ', new[] { span.OperationName, span.GetTagItem("multitransport.transport"), span.GetTagItem("multitransport.close_reason") }.OfType<string>())));
        Assert.Single(life.Select(static span => span.TraceId).Distinct());
        Assert.All(life.Skip(1), span => Assert.Equal(life[0].SpanId, span.ParentSpanId));
        Assert.Equal(["reported", "promoted"], life[3].Events.Select(static one => one.Name));
        Assert.Equal("held", life[3].Events.First().Tags.Single(static tag => tag.Key == "multitransport.network.reason").Value);
        Assert.Equal(true, life[3].GetTagItem("multitransport.candidate"));
        Assert.Equal("/echo", life[0].GetTagItem("http.route"));
    }

    [Fact]
    public async Task Life_ThatIsNotSampled_MakesNothing()
    {
        _isSampling = false;
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        _isSampling = true;
        await client.PostAsync("poll", client.Take(hold: 0));
        edge.Sessions.Kick(client.Session!.Id);

        Assert.Empty(Spans(client.IdText));
    }

    [Fact]
    public async Task Request_ThatOpensASession_StaysTheCurrentOne()
    {
        Activity? before = null, after = null;
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Pipeline = app => app.Use(async (context, next) =>
            {
                before = Activity.Current;
                await next(context);
                after = Activity.Current;
            }),
        });

        await edge.OpenNativeAsync();

        Assert.Same(before, after);
    }

    private Activity[] Spans(string session) => [.. _ended.Where(span => Equals(span.GetTagItem("session.id"), session))];
}
