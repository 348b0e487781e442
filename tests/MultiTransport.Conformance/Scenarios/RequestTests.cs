using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>PROTOCOL.md, 13.5: questions and answers both ways.</summary>
public class RequestTests
{
    [ClientTheory]
    [MemberData(nameof(ClientRows.ByTransport), MemberType = typeof(ClientRows))]
    public Task Request_IsAnswered(string client, string transport) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectByAsync(transport);

        Assert.Equal("HELLO", (await session.RequestAsync("hello").WithTimeout()).Text);
        stage.Play.OnRequest = static (_, request) => ValueTask.FromResult(request.ToOwned());
        Assert.Equal([0, 1, 255], (await session.RequestAsync(ScenarioData.OfBinary([0, 1, 255])).WithTimeout()).Bytes);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task ManyRequestsAtOnce_GetTheirOwnAnswers(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync();

        var asked = Enumerable.Range(0, 100).Select(i => session.RequestAsync($"q{i}")).ToList();

        Assert.Equal(Enumerable.Range(0, 100).Select(static i => $"Q{i}"), (await Task.WhenAll(asked).WithTimeout()).Select(static answer => answer.Text));
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task RequestThatIsNotAnswered_TimesOut_AndTheSessionGoesOn(string client) => Stage.RunAsync(client, async stage =>
    {
        var never = new TaskCompletionSource<Message>();
        stage.Play.OnRequest = (_, request) => request.GetText() == "never" ? new ValueTask<Message>(never.Task) : ValueTask.FromResult(request.ToOwned());
        var session = await stage.ConnectAsync(new ScenarioOptions { RequestTimeout = TimeSpan.FromMilliseconds(300) });

        await session.RequestAsync("never").FailsAsync("timeout");
        never.SetResult(Message.FromText("late"));

        Assert.Equal("now", (await session.RequestAsync("now", TestTimeouts.Shared).WithTimeout()).Text);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task RequestOfItsOwnTimeout_TimesOut(string client) => Stage.RunAsync(client, async stage =>
    {
        var never = new TaskCompletionSource<Message>();
        stage.Play.OnRequest = (_, _) => new ValueTask<Message>(never.Task);
        var session = await stage.ConnectAsync();

        await session.RequestAsync("never", TimeSpan.FromMilliseconds(200)).FailsAsync("timeout");
        never.SetResult(Message.FromText("late"));
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task RequestThatTheServerCannotAnswer_IsRejectedWithItsCode(string client) => Stage.RunAsync(client, async stage =>
    {
        stage.Play.OnRequest = static (_, request) => throw (request.GetText() == "unknown" ? new NotSupportedException() : new InvalidOperationException());
        var session = await stage.ConnectAsync();

        await session.RequestAsync("unknown").FailsAsync("not-supported");
        await session.RequestAsync("broken").FailsAsync("handler-failed");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task MoreThan128UnansweredRequests_AreRefused(string client) => Stage.RunAsync(client, async stage =>
    {
        var never = new TaskCompletionSource<Message>();
        stage.Play.OnRequest = (_, _) => new ValueTask<Message>(never.Task);
        var session = await stage.ConnectAsync();
        await session.UntilStateAsync("open");

        var asked = Enumerable.Range(0, 128).Select(i => session.RequestAsync($"{i}")).ToList();
        await session.RequestAsync("one too many").FailsAsync("too-many-requests");
        never.SetResult(Message.FromText("at last"));

        await Task.WhenAll(asked).WithTimeout();
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.ByTransport), MemberType = typeof(ClientRows))]
    public Task RequestOfTheServer_WhileItsHandlerIsBusy_IsAnswered(string client, string transport) => Stage.RunAsync(client, async stage =>
    {
        stage.Play.OnMessage = static async (session, message) => await session.SendAsync(await session.RequestAsync(message, TestTimeouts.Shared));
        var session = await stage.ConnectByAsync(transport, new ScenarioOptions { Answers = "upper" });

        await session.SendAsync("who").WithTimeout();

        Assert.Equal("WHO", (await session.NextMessageAsync()).Text);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task RequestOfTheServer_WithoutOneWhoAnswers_IsNotSupported(string client) => Stage.RunAsync(client, async stage =>
    {
        await stage.ConnectAsync(options: null, "opens");
        var server = await stage.Play.Opened.ReadAsync().AsTask().WithTimeout();

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => server.RequestAsync(Message.FromText("who"), TestTimeouts.Shared));

        Assert.Contains("not-supported", failure.Message, StringComparison.Ordinal);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task RequestOfTheServer_ToOneWhoThrows_IsHandlerFailed(string client) => Stage.RunAsync(client, async stage =>
    {
        await stage.ConnectAsync(new ScenarioOptions { Answers = "throw" }, "opens");
        var server = await stage.Play.Opened.ReadAsync().AsTask().WithTimeout();

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => server.RequestAsync(Message.FromText("who"), TestTimeouts.Shared));

        Assert.Contains("handler-failed", failure.Message, StringComparison.Ordinal);
        Assert.All(await stage.Runtime.ProblemsAsync(), static problem => Assert.Contains("on purpose", problem, StringComparison.Ordinal)); // browsers report what a handler throws
    });
}
