namespace MultiTransport.AspNetCore.Tests.Transports;

/// <summary>Section 5: repeated, late and conflicting attaches.</summary>
public sealed class AttemptTests
{
    [Fact]
    public async Task Poll_Replayed_IsServedAnewAndHandledOnce()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var attach = client.Take();

        var first = await client.PostAsync("poll", attach, WireFrame.Text("once"));
        var again = await client.PostAsync("poll", attach, WireFrame.Text("once"));

        Assert.Equal(["once"], first.Texts);
        Assert.Equal(["once"], again.Texts);
        Assert.Equal(["once"], edge.Handled);
    }

    [Theory]
    [InlineData("send")]
    [InlineData("close")]
    public async Task Send_Replayed_IsServedAnewAndHandledOnce(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var attach = client.Attach(WireAttachMode.Send);

        var first = await client.PostAsync(path, attach, WireFrame.Text("once"));
        var again = await client.PostAsync(path, attach, WireFrame.Text("once"));

        Assert.Equal((1, 1), (first.Attached.Received, first.Attached.Handled));
        Assert.Equal((1, 1, 4000), (again.Attached.Received, again.Attached.Handled, again.Close.Code));
        Assert.Equal(["once"], edge.Handled);
    }

    [Theory]
    [MemberData(nameof(Carriers.Held), MemberType = typeof(Carriers))]
    public async Task Hold_Replayed_SupersedesTheFirst(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var attach = client.Take();
        await using var first = await client.HoldAsync(path, attach);

        await using var again = await client.HoldAsync(path, attach);

        Assert.Equal(4100, (await first.CloseAsync()).Code);
        await client.SendAsync(0, WireFrame.Text("Hi"));
        Assert.Equal("Hi", (await again.FrameAsync())?.PayloadText);
    }

    [Fact]
    public async Task Socket_Replayed_SupersedesTheFirst()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var attach = client.Take();
        await using var first = await client.AttachedSocketAsync(attach);

        await using var again = await client.AttachedSocketAsync(attach);

        Assert.Equal(4100, (await first.CloseAsync()).Code);
        Assert.Equal(4100, first.Status);
    }

    [Fact]
    public async Task Poll_ThatComesLate_IsStaleAndItsFramesAreHandledByPosition()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var late = client.Take();
        await client.PollAsync(0, 0, WireFrame.Text("1"));

        var answer = await client.PostAsync("poll", late with { Upstream = 0 }, WireFrame.Text("1"), WireFrame.Text("2"));

        Assert.Equal(4101, answer.Close.Code);
        Assert.Equal(2, answer.Attached.Received);
        Assert.Equal(["1", "2"], edge.Handled);
    }

    [Fact]
    public async Task Send_ThatComesLate_IsServedByItsNumbersAlone()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var late = client.Attach(WireAttachMode.Send);
        await client.PollAsync(0, 0, WireFrame.Text("1"));

        var answer = await client.PostAsync("send", late, WireFrame.Text("1"), WireFrame.Text("2"));

        Assert.Equal((4000, 2), (answer.Close.Code, answer.Attached.Handled));
        Assert.Equal(["1", "2"], edge.Handled);
    }

    [Theory]
    [MemberData(nameof(Carriers.Held), MemberType = typeof(Carriers))]
    public async Task Hold_ThatComesLate_EndsStaleAndItsFramesAreHandledByPosition(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var late = client.Take();
        await using var active = await client.HoldAsync("stream", client.Take());

        await using var held = await client.HoldAsync(path, late, WireFrame.Text("1"));

        Assert.Equal(4101, (await held.CloseAsync()).Code);
        Assert.Equal(["1"], edge.Handled);
        Assert.Equal("1", (await active.FrameAsync())?.PayloadText);
    }

    [Fact]
    public async Task Socket_ThatComesLate_EndsStaleAndItsFramesAreHandledByPosition()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var late = client.Take();
        await using var active = await client.HoldAsync("stream", client.Take());

        await using var socket = await client.SocketAsync(late, WireFrame.Text("1"));

        Assert.Equal(4101, (await socket.CloseAsync()).Code);
        Assert.Equal(4101, socket.Status);
        Assert.Equal(["1"], edge.Handled);
        Assert.Equal("1", (await active.FrameAsync())?.PayloadText);
    }

    [Theory]
    [MemberData(nameof(Carriers.Attaching), MemberType = typeof(Carriers))]
    public async Task SecondClientWithTheSecret_OverAnyPath_EndsTheSessionForBoth(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var attach = client.Take();
        await using var socket = await client.AttachedSocketAsync(attach);
        var second = new SdkClient(edge, client.Id, client.Secret);

        var answer = await second.PostAsync(path, second.Attach(Carriers.ModeOf(path)));

        answer.IsProblem(409, "session-conflict", "renegotiate");
        Assert.Equal(4203, (await socket.CloseAsync()).Code);
        Assert.Equal(4203, socket.Status);
        (await client.PollAsync()).IsProblem(409, "session-conflict", "renegotiate");
    }

    [Theory]
    [MemberData(nameof(Carriers.Held), MemberType = typeof(Carriers))]
    public async Task SecondClientWithTheSecret_OverASocket_EndsTheHeldResponseToo(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var held = await client.HoldAsync(path, client.Take());
        var second = new SdkClient(edge, client.Id, client.Secret);

        await using var socket = await second.SocketAsync(second.Take());

        Assert.Equal(4203, (await socket.CloseAsync()).Code);
        Assert.Equal(4203, (await held.CloseAsync()).Code);
        Assert.Null(client.Session);
    }

    [Fact]
    public async Task SecondClientWithTheSecret_WhileAPollIsHeld_EndsIt()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var held = client.PostAsync("poll", client.Take(hold: 20_000));
        await edge.WhenLoggedAsync(1002, log => Equals(log["Transport"], "longpoll"));
        var second = new SdkClient(edge, client.Id, client.Secret);

        (await second.PollAsync()).IsProblem(409, "session-conflict", "renegotiate");

        Assert.Equal(4203, (await held).Close.Code);
    }
}
