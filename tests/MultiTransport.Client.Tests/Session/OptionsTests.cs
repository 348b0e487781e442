namespace MultiTransport.Client.Tests;

public sealed class OptionsTests
{
    private static readonly Uri Url = new("http://server.test/echo");

    public static TheoryData<string, Action<ClientSessionOptions>> Wrong => new()
    {
        { nameof(ClientSessionOptions.Transports), options => options.Transports = [] },
        { nameof(ClientSessionOptions.Transports), options => options.Transports = ["carrier-pigeon"] },
        { nameof(ClientSessionOptions.ConnectTimeout), options => options.ConnectTimeout = TimeSpan.Zero },
        { nameof(ClientSessionOptions.ConnectTimeout), options => options.ConnectTimeout = TimeSpan.FromDays(25) },
        { nameof(ClientSessionOptions.RequestTimeout), options => options.RequestTimeout = TimeSpan.FromSeconds(-1) },
        { nameof(ClientSessionOptions.PollInterval), options => options.PollInterval = TimeSpan.FromMilliseconds(9) },
        { nameof(ClientSessionOptions.QueueMessages), options => options.QueueMessages = 0 },
        { nameof(ClientSessionOptions.QueueBytes), options => options.QueueBytes = 0 },
        { nameof(ClientSessionOptions.HttpVersion), options => options.HttpVersion = new Version(3, 0) },
        { nameof(ClientSessionOptions.TimeProvider), options => options.TimeProvider = null! },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Connect_WrongOption_ThrowsWithItsName(string name, Action<ClientSessionOptions> change)
    {
        var options = new ClientSessionOptions();
        change(options);
        var error = Assert.Throws<ArgumentException>(() => ClientSession.Connect(Url, options));
        Assert.StartsWith($"{name} is ", error.Message);
        Assert.Contains("accepted is", error.Message);
    }

    [Theory]
    [InlineData("/relative", UriKind.Relative)]
    [InlineData("ws://server.test/echo", UriKind.Absolute)]
    [InlineData("ftp://server.test/echo", UriKind.Absolute)]
    [InlineData("http://server.test/echo#part", UriKind.Absolute)]
    [InlineData("http://me:secret@server.test/echo", UriKind.Absolute)]
    public void Connect_WrongUrl_Throws(string url, UriKind kind) =>
        Assert.Contains("accepted is", Assert.Throws<ArgumentException>(() => ClientSession.Connect(new Uri(url, kind))).Message);

    [Fact]
    public async Task Send_UnpairedSurrogate_IsTextMalformed()
    {
        await using var stage = new Stage();
        Assert.Equal("text-malformed", (await Assert.ThrowsAsync<SessionException>(() => stage.Session.SendAsync("a\uD800b"))).Code);
        Assert.Equal("text-malformed", (await Assert.ThrowsAsync<SessionException>(() => stage.Session.RequestAsync("\uDC00"))).Code);
        Assert.Equal(0, stage.Session.BufferedAmount);
    }

    [Fact]
    public async Task Send_OverTheQueue_IsQueueFull()
    {
        await using var stage = new Stage(options => (options.QueueMessages, options.QueueBytes) = (2, 10));
        _ = stage.Session.SendAsync("12345");
        Assert.Equal("queue-full", (await Assert.ThrowsAsync<SessionException>(() => stage.Session.SendAsync("123456"))).Code);
        _ = stage.Session.SendAsync("12345");
        Assert.Equal(10, stage.Session.BufferedAmount);
        Assert.Equal("queue-full", (await Assert.ThrowsAsync<SessionException>(() => stage.Session.SendAsync(""))).Code);
    }

    [Fact]
    public async Task Send_OverTheLimit_IsMessageTooLarge()
    {
        await using var stage = new Stage();
        await stage.OpenAsync();
        Assert.Equal("message-too-large", (await Assert.ThrowsAsync<SessionException>(() => stage.Session.SendAsync(new byte[65_537]))).Code);
    }

    [Fact]
    public async Task Send_KeyTooLong_Throws()
    {
        await using var stage = new Stage();
        Assert.Throws<ArgumentException>(() => { _ = stage.Session.SendAsync("x", new SendOptions { Key = "" }); });
        Assert.Throws<ArgumentException>(() => { _ = stage.Session.SendAsync("x", new SendOptions { Key = new string('k', 65) }); });
    }

    [Fact]
    public async Task Use_UnknownOrNotOffered_SaysSo()
    {
        await using var stage = new Stage(null, TransportNames.WebSocket, TransportNames.LongPolling);
        Assert.Throws<ArgumentException>(() => { _ = stage.Session.UseAsync("sse"); });
        await stage.OpenAsync();
        Assert.Equal("not-offered", (await Assert.ThrowsAsync<SessionException>(() => stage.Session.UseAsync("websocket"))).Code);
        await stage.Session.UseAsync(null).WithTimeout();
        await stage.Session.UseAsync("longpoll").WithTimeout();
    }
}
