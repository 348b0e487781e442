using System.Text;

namespace MultiTransport.Testing.Tests.Proxy;

public sealed class ResponseFaultTests
{
    [Theory]
    [InlineData("text/event-stream", "GET", true)]
    [InlineData("application/octet-stream", "POST", true)]
    public async Task ResponseBuffered_ToTheEnd_ArrivesTogether(string type, string method, bool isHeld) =>
        Assert.Equal(isHeld ? ["onetwo"] : ["one", "two"], await ChunksAsync(new ResponseBuffered(), type, method));

    [Theory]
    [InlineData("text/event-stream", true)]
    [InlineData("text/plain; charset=utf-8", true)]
    [InlineData("application/octet-stream", false)]
    public async Task ResponseBuffered_Text_OthersPass(string type, bool isHeld) =>
        Assert.Equal(isHeld ? ["onetwo"] : ["one", "two"], await ChunksAsync(new ResponseBuffered { Types = ContentTypes.Text }, type));

    [Theory]
    [InlineData("text/event-stream", false)]
    [InlineData("application/octet-stream", true)]
    public async Task ResponseBuffered_AllButEventStream_EventsPass(string type, bool isHeld) =>
        Assert.Equal(isHeld ? ["onetwo"] : ["one", "two"], await ChunksAsync(new ResponseBuffered { Types = ContentTypes.AllButEventStream }, type));

    [Theory]
    [InlineData("GET", true)]
    [InlineData("POST", false)]
    public async Task ResponseBuffered_OnlyGet_OthersPass(string method, bool isHeld) =>
        Assert.Equal(isHeld ? ["onetwo"] : ["one", "two"], await ChunksAsync(new ResponseBuffered { Where = Requests.Get }, method: method));

    [Theory]
    [InlineData("Cache-Control: no-store, no-transform\r\n", false)]
    [InlineData("", true)]
    public async Task Compressing_NoTransform_IsSpared(string headers, bool isHeld) =>
        Assert.Equal(isHeld ? ["onetwo"] : ["one", "two"], await ChunksAsync(ResponseBuffered.Compressing, headers: headers));

    [Fact]
    public async Task ResponseBuffered_HonoursAccelBuffering_IsSpared() =>
        Assert.Equal(["one", "two"], await ChunksAsync(new ResponseBuffered { HonoursAccelBuffering = true }, headers: "X-Accel-Buffering: no\r\n"));

    [Fact]
    public async Task ResponseBuffered_WhileHeld_NotEvenTheHeadArrives()
    {
        await using var box = new Middlebox(new ResponseBuffered());
        await using var client = await box.AskAsync();
        var request = await box.Origin.NextAsync();
        await request.BeginAsync();
        await request.ChunkAsync("one");

        client.FinishSending();
        Assert.Equal("FIN", await box.Origin.NextEndAsync());
        Assert.Equal(0, box.Proxy.OpenConnections[0].BytesDown);

        await request.EndAsync();
        Assert.EndsWith("\r\n\r\n3\r\none\r\n0\r\n\r\n", await RestAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResponseBuffered_UntilSoMany_ArrivesInBlocks()
    {
        await using var box = new Middlebox(new ResponseBuffered { Until = 5 });
        await using var client = await box.AskAsync();
        var request = await box.Origin.NextAsync();
        await request.BeginAsync();
        await request.ChunkAsync("one");
        await request.ChunkAsync("two");

        var response = await client.ReadResponseAsync().WithTimeout();
        Assert.Equal("onetwo", Encoding.ASCII.GetString(await response.ReadAsync().WithTimeout()));

        await request.ChunkAsync("abc");
        await request.EndAsync();
        Assert.Equal("abc", await response.ReadTextAsync().WithTimeout());
    }

    [Fact]
    public async Task ResponseBuffered_HeadPasses_BodyComesAtItsEnd()
    {
        await using var box = new Middlebox(new ResponseBuffered { HeadPasses = true });
        await using var client = await box.AskAsync();
        var request = await box.Origin.NextAsync();
        await request.BeginAsync();
        await client.ReadResponseAsync().WithTimeout();

        await request.ChunkAsync("one");
        await request.ChunkAsync("two");
        await request.EndAsync();

        Assert.Equal("6\r\nonetwo\r\n0\r\n\r\n", Encoding.ASCII.GetString((await client.ReadExactlyAsync(16).WithTimeout())!));
    }

    [Fact]
    public async Task ResponseBuffered_CutAtTheServer_WhatWasHeldArrivesAndThenTheCut()
    {
        await using var box = new Middlebox(new ResponseBuffered());
        await using var client = await box.AskAsync();
        var request = await box.Origin.NextAsync();
        await request.BeginAsync();
        await request.ChunkAsync("one");
        request.Connection.FinishSending();

        var response = await client.ReadResponseAsync().WithTimeout();
        Assert.Equal("one", await response.ReadTextAsync().WithTimeout());
        Assert.False(response.Complete);
    }

    [Fact]
    public async Task OneBehind_EachEvent_WaitsForTheNext()
    {
        await using var box = new Middlebox(new OneBehind());
        await using var client = await box.AskAsync();
        var request = await box.Origin.NextAsync();
        await request.BeginAsync();
        var response = await client.ReadResponseAsync().WithTimeout();

        await request.ChunkAsync("one");
        await request.ChunkAsync("two");
        Assert.Equal("one", Encoding.ASCII.GetString(await response.ReadAsync().WithTimeout()));
        await request.ChunkAsync("three");
        Assert.Equal("two", Encoding.ASCII.GetString(await response.ReadAsync().WithTimeout()));

        request.Connection.Reset();
        Assert.Empty(await response.ReadAsync().WithTimeout());
        Assert.False(response.Complete);
    }

    [Fact]
    public async Task OneBehind_End_BringsTheLast()
    {
        await using var box = new Middlebox(new OneBehind());
        await using var client = await box.AskAsync();
        await (await box.Origin.NextAsync()).AnswerAsync("whole");

        Assert.Equal("whole", await (await client.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
    }

    [Fact]
    public async Task OneBehind_OnlyFirst_LaterOnesPass()
    {
        await using var box = new Middlebox(new OneBehind { OnlyFirst = true });
        await using var client = await box.AskAsync();
        var request = await box.Origin.NextAsync();
        await request.BeginAsync();
        var response = await client.ReadResponseAsync().WithTimeout();

        await request.ChunkAsync("one");
        await request.ChunkAsync("two");
        var text = "";
        while (text.Length < 6)
        {
            text += Encoding.ASCII.GetString(await response.ReadAsync().WithTimeout());
        }

        Assert.Equal("onetwo", text);
        await request.ChunkAsync("three");
        Assert.Equal("three", Encoding.ASCII.GetString(await response.ReadAsync().WithTimeout()));
    }

    [Fact]
    public async Task ChunksDelayed_EachChunk_IsLateByItselfOnly()
    {
        await using var box = new Middlebox(new ChunksDelayed());
        await using var client = await box.AskAsync();
        var request = await box.Origin.NextAsync();
        await request.BeginAsync();
        var response = await client.ReadResponseAsync().WithTimeout();
        await request.ChunkAsync("one");
        await box.Clock.WhenTimerDueInAsync(TimeSpan.FromMilliseconds(200)).WithTimeout();

        var reading = response.ReadAsync();
        box.Clock.Advance(TimeSpan.FromMilliseconds(199));
        Assert.False(reading.IsCompleted);
        box.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("one", Encoding.ASCII.GetString(await reading.WithTimeout()));

        await request.ChunkAsync("two");
        await request.EndAsync();
        await box.Clock.WhenTimerDueInAsync(TimeSpan.FromMilliseconds(200)).WithTimeout();
        box.Clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal("two", await response.ReadTextAsync().WithTimeout());
        Assert.True(response.Complete);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CutShownAsCleanEnd_Chunks_EndWithATerminator(bool reset)
    {
        await using var box = new Middlebox(new CutShownAsCleanEnd());
        await using var client = await box.AskAsync();
        var request = await box.Origin.NextAsync();
        await request.BeginAsync();
        await request.ChunkAsync("one");
        var response = await client.ReadResponseAsync().WithTimeout();
        Assert.Equal("one", Encoding.ASCII.GetString(await response.ReadAsync().WithTimeout()));
        Cut(request, reset);

        Assert.Empty(await response.ReadAsync().WithTimeout());
        Assert.True(response.Complete);

        await client.RequestAsync("GET", "/again");
        await (await box.Origin.NextAsync()).AnswerAsync("lives");
        Assert.Equal("lives", await (await client.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
    }

    [Fact]
    public async Task CutShownAsCleanEnd_Length_IsThatOfWhatCame()
    {
        await using var box = new Middlebox(new CutShownAsCleanEnd());
        await using var client = await box.AskAsync();
        var request = await box.Origin.NextAsync();
        await request.Connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        request.Connection.FinishSending();

        var response = await client.ReadResponseAsync().WithTimeout();
        Assert.Equal(("4", "half", true), (response.Head["Content-Length"], await response.ReadTextAsync().WithTimeout(), response.Complete));
    }

    [Theory]
    [InlineData(CutKind.Reset, false)]
    [InlineData(CutKind.Finish, false)]
    [InlineData(CutKind.Reset, true)]
    public async Task BodyCut_AfterSoManyBytes_EndsThere(CutKind kind, bool clean)
    {
        await using var box = new Middlebox(new BodyCut { After = 8, Kind = kind, ShownAsCleanEnd = clean });
        await using var client = await box.AskAsync();
        var request = await box.Origin.NextAsync();
        await request.BeginAsync();
        var response = await client.ReadResponseAsync().WithTimeout();
        await request.ChunkAsync("data:1\n\n");
        var text = await response.ReadTextAsync().WithTimeout();

        Assert.True(text == "data:1\n\n" || (text.Length == 0 && client.WasReset), text); // RST may overtake what was sent before it
        Assert.Equal((clean, kind == CutKind.Reset && !clean), (response.Complete, client.WasReset));
        Assert.NotNull(await box.Origin.NextEndAsync());
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(3, 4)]
    [InlineData(5, 9)]
    [InlineData(6, 9)]
    public async Task BodyCut_InCharacter_CutsBehindALeadByte(int after, int expected)
    {
        await using var box = new Middlebox(new BodyCut { After = after, InCharacter = true, ShownAsCleanEnd = true });
        await using var client = await box.AskAsync();
        var request = await box.Origin.NextAsync();
        await request.BeginAsync();
        var bytes = Encoding.UTF8.GetBytes("abc€ab€yz");
        await request.Connection.SendAsync((byte[])[.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n0\r\n\r\n"u8]);

        var body = await (await client.ReadResponseAsync().WithTimeout()).ReadBodyAsync().WithTimeout();
        Assert.Equal(bytes[..expected], body);
        Assert.Equal(0xE2, body[^1]);
    }

    [Fact]
    public async Task BodyCut_InLength_CleanEndSatisfiesIt()
    {
        await using var box = new Middlebox(new BodyCut { After = 3, ShownAsCleanEnd = true });
        await using var client = await box.AskAsync();
        await (await box.Origin.NextAsync()).AnswerAsync("whole");

        var response = await client.ReadResponseAsync().WithTimeout();
        Assert.Equal(("3", "who", true), (response.Head["Content-Length"], await response.ReadTextAsync().WithTimeout(), response.Complete));
    }

    [Fact]
    public async Task Http10Origin_Server_IsAskedInHttp10AndClientGetsChunks()
    {
        await using var box = new Middlebox(new Http10Origin());
        await using var client = await box.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync("POST /x HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n0\r\n\r\n");
            var request = await box.Origin.NextAsync();
            Assert.Equal(
                ("POST /x HTTP/1.0", "close", "3", null, null, "one"),
                (request.Head.StartLine, request.Head["Connection"], request.Head["Content-Length"], request.Head["Transfer-Encoding"], request.Head["Upgrade"], request.Body));
            await request.Connection.SendAsync("HTTP/1.0 200 OK\r\nConnection: close\r\n\r\npart");
            var response = await client.ReadResponseAsync().WithTimeout();
            Assert.Equal("part", Encoding.ASCII.GetString(await response.ReadAsync().WithTimeout()));
            request.Connection.FinishSending();

            Assert.Empty(await response.ReadAsync().WithTimeout());
            Assert.Equal((true, "HTTP/1.1 200 OK", "chunked"), (response.Complete, response.Head.StartLine, response.Head["Transfer-Encoding"]));
        }

        Assert.Equal((2, 1), (box.Origin.Connections, box.Proxy.ConnectionCount));
    }

    /// <summary>What the client gets, chunk by chunk, of an answer that the server writes as "one" and "two" (the second when the client got the first, or cannot have).</summary>
    private static async Task<string[]> ChunksAsync(ResponseBuffered fault, string type = "text/event-stream", string method = "GET", string headers = "")
    {
        await using var box = new Middlebox(fault);
        await using var client = await box.AskAsync(method, headers: ("Connection", "close"));
        var request = await box.Origin.NextAsync();
        await request.BeginAsync(type, headers);
        await request.ChunkAsync("one");
        await request.ChunkAsync("two");
        await request.EndAsync();

        var lines = (await RestAsync(client)).Split("\r\n\r\n", 2)[1].Split("\r\n");
        return [.. lines.Where((_, index) => index % 2 == 1).TakeWhile(line => line.Length > 0)];
    }

    private static async Task<string> RestAsync(RawHttp client) => Encoding.ASCII.GetString(await client.ReadToEndAsync().WithTimeout());

    private static void Cut(OriginRequest request, bool reset)
    {
        if (reset)
        {
            request.Connection.Reset();
        }
        else
        {
            request.Connection.FinishSending();
        }
    }
}
