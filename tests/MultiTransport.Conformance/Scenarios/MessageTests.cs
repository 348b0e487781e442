using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>PROTOCOL.md, 13.5: what is sent, and how sends end.</summary>
public class MessageTests
{
    private const int Limit = 64 * 1024;

    public static TheoryData<string, string> BinaryForms => ClientRows.Times(["binary", "view", "array", "blob"]);

    [ClientTheory]
    [MemberData(nameof(ClientRows.ByTransport), MemberType = typeof(ClientRows))]
    public Task EveryText_ComesBackAsItWas(string client, string transport) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectByAsync(transport);
        string[] texts = ["plain", "", "line\nline\r\n\n", " leading", "汉字 😀 \u2028", "data: x\nid: y", "\uFEFFbom", "nul\0inside", new string('é', Limit / 2)];
        var sends = texts.Select(text => session.SendAsync(text)).ToList();

        Assert.Equal(texts, await session.TextsAsync(texts.Length));
        await Task.WhenAll(sends).WithTimeout();
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.ByTransport), MemberType = typeof(ClientRows))]
    public Task EveryBinary_ComesBackAsItWas(string client, string transport) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectByAsync(transport);
        byte[][] binaries = [[], [0], [.. Enumerable.Range(0, 256).Select(static i => (byte)i)], [.. Enumerable.Range(0, Limit).Select(static i => (byte)(i * 7))]];
        var sends = binaries.Select(bytes => session.SendAsync(ScenarioData.OfBinary(bytes))).ToList();

        foreach (var bytes in binaries)
        {
            Assert.Equal(bytes, (await session.NextMessageAsync()).Bytes);
        }

        await Task.WhenAll(sends).WithTimeout();
    });

    [ClientTheory]
    [MemberData(nameof(BinaryForms))]
    public Task BinaryInEveryForm_KeepsItsPlace(string client, string form) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync(options: null, "before", ScenarioData.OfBinary([1, 2, 3], form), "between");
        var late = session.SendAsync(ScenarioData.OfBinary([4, 5], form));
        var after = session.SendAsync("after");

        Assert.Equal("before", (await session.NextMessageAsync()).Text);
        Assert.Equal([1, 2, 3], (await session.NextMessageAsync()).Bytes);
        Assert.Equal("between", (await session.NextMessageAsync()).Text);
        Assert.Equal([4, 5], (await session.NextMessageAsync()).Bytes);
        Assert.Equal("after", (await session.NextMessageAsync()).Text);
        await Task.WhenAll([.. session.First, late, after]).WithTimeout();
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.ByTransport), MemberType = typeof(ClientRows))]
    public Task ManyMessages_BothWays_ComeOnceInOrder(string client, string transport) => Stage.RunAsync(client, async stage =>
    {
        const int count = 1_000; // several windows
        var session = await stage.ConnectByAsync(transport);

        var sends = Enumerable.Range(0, count).Select(i => session.SendAsync($"{i}")).ToList();

        Assert.Equal(Enumerable.Range(0, count).Select(static i => $"{i}"), await session.TextsAsync(count));
        await Task.WhenAll(sends).WithTimeout();
        Assert.Equal(Enumerable.Range(0, count).Select(static i => $"{i}"), stage.Play.Received);
        Assert.Equal(0, (await session.LookAsync()).BufferedAmount);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.ByTransport), MemberType = typeof(ClientRows))]
    public Task Send_ResolvesWhenTheHandlerHasTakenIt(string client, string transport) => Stage.RunAsync(client, async stage =>
    {
        var handled = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        stage.Play.OnMessage = async (_, _) =>
        {
            arrived.TrySetResult();
            await handled.Task;
        };
        var session = await stage.ConnectByAsync(transport);

        var send = session.SendAsync("slow");
        await arrived.Task.WithTimeout();
        Assert.False(send.IsCompleted);
        handled.SetResult();

        await send.WithTimeout();
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.ByTransport), MemberType = typeof(ClientRows))]
    public Task HandlerThatThrows_RejectsThatSend_AndTheOthersGoOn(string client, string transport) => Stage.RunAsync(client, async stage =>
    {
        stage.Play.OnMessage = static (session, message) =>
            message.GetText() == "bad" ? throw new InvalidOperationException("on purpose") : session.SendAsync(message);
        var session = await stage.ConnectByAsync(transport);

        var bad = session.SendAsync("bad");
        var good = session.SendAsync("good");

        await bad.FailsAsync("handler-failed");
        await good.WithTimeout();
        Assert.Equal("good", (await session.NextMessageAsync()).Text);
        Assert.Equal("open", (await session.LookAsync()).State);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task OversizeMessage_IsRefusedAtOnce_AndTheOthersGoOn(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync(options: null, "opens");
        Assert.Equal("opens", (await session.NextMessageAsync()).Text);

        await session.SendAsync(ScenarioData.OfSize(Limit + 1)).FailsAsync("message-too-large");
        await session.SendAsync(ScenarioData.OfSize(Limit + 1, "text")).FailsAsync("message-too-large");

        await session.EchoAsync("after");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task OversizeMessage_BeforeTheLimitIsKnown_IsRefusedToo(string client) => Stage.RunAsync(
        client, new ScenarioSetup { Options = static options => options.MaxMessageBytes = 1024 }, async stage =>
        {
            var session = await stage.ConnectAsync(options: null, "small", ScenarioData.OfSize(4096), "small too");

            await session.First[0].WithTimeout();
            await session.First[1].FailsAsync("message-too-large");
            await session.First[2].WithTimeout();
            Assert.Equal(["small", "small too"], await session.TextsAsync(2));
        });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task HalfASurrogatePair_IsRefusedBeforeItIsSent(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync();

        await session.SendAsync(ScenarioData.Broken).FailsAsync("text-malformed");

        await session.EchoAsync("after");
        Assert.Equal(["after"], stage.Play.Received);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task FullQueue_RefusesTheNext_AndTakesAgainWhenThereIsRoom(string client) => Stage.RunAsync(client, async stage =>
    {
        var go = new TaskCompletionSource();
        stage.Play.OnMessage = async (session, message) =>
        {
            await go.Task;
            await session.SendAsync(message);
        };
        var session = await stage.ConnectAsync(new ScenarioOptions { Queue = (3, 1_000_000) });
        await session.UntilStateAsync("open");

        var sends = Enumerable.Range(1, 3).Select(i => session.SendAsync($"{i}")).ToList();
        await session.SendAsync("4").FailsAsync("queue-full");
        go.SetResult();

        await Task.WhenAll(sends).WithTimeout();
        Assert.Equal(["1", "2", "3"], await session.TextsAsync(3));
        await session.EchoAsync("5");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task FullQueue_CountsBytesToo(string client) => Stage.RunAsync(client, async stage =>
    {
        var go = new TaskCompletionSource();
        stage.Play.OnMessage = async (_, _) => await go.Task;
        var session = await stage.ConnectAsync(new ScenarioOptions { Queue = (100, 10_000) });
        await session.UntilStateAsync("open");

        var first = session.SendAsync(ScenarioData.OfSize(6_000));
        await session.SendAsync(ScenarioData.OfSize(6_000)).FailsAsync("queue-full");
        Assert.Equal(6_000, (await session.LookAsync()).BufferedAmount);
        go.SetResult();

        await first.WithTimeout();
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task KeyThatIsOnItsWay_IsTheSameSend(string client) => Stage.RunAsync(client, async stage =>
    {
        var go = new TaskCompletionSource();
        stage.Play.OnMessage = async (_, _) => await go.Task;
        var session = await stage.ConnectAsync();

        var one = session.SendAsync("order", key: "order-1");
        var same = session.SendAsync("order", key: "order-1");
        var other = session.SendAsync("order", key: "order-2");
        go.SetResult();

        await Task.WhenAll(one, same, other).WithTimeout();
        Assert.Equal(["order", "order"], stage.Play.Received);
    });
}
