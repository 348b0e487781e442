namespace MultiTransport.AspNetCore.Tests.Upstream;

/// <summary>What the frames after an attach may not be, by POST.</summary>
public sealed class SendExchangeTests
{
    public static TheoryData<string> MessagePaths => ["poll", "sse", "stream", "send", "close"];

    [Fact]
    public async Task Send_OfMessages_AnswersWithReceivedHandledAndComplete()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        var answer = await client.SendAsync(0, WireFrame.Text("1"), WireFrame.Binary(0xFF), WireFrame.Text("3"));

        Assert.Equal((0, false, 3, 3), (answer.Attached.Connection, answer.Attached.Active, answer.Attached.Received, answer.Attached.Handled));
        Assert.Equal(4000, answer.Close.Code);
        Assert.Equal([WireFrameType.Attached, WireFrameType.Close], answer.Frames.Select(frame => frame.Type));
    }

    [Fact]
    public async Task Send_WhoseHandlerThrows_TellsTheFailBeforeTheAck()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        var answer = await client.SendAsync(0, WireFrame.Text("1"), WireFrame.Text("throw"), WireFrame.Text("3"));

        Assert.Equal((3, 1), (answer.Attached.Received, answer.Attached.Handled));
        Assert.Equal(new WireFail(2, "handler-failed"), WireFail.Parse(answer.Frames[1]));
        Assert.Equal(3, WireNumber.Parse(answer.Frames[2]));
    }

    [Fact]
    public async Task Send_OfTextThatIsNotUtf8_FailsNotUtf8AndTheSessionGoesOn()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        var answer = await client.SendAsync(0, WireFrame.Of(WireFrameType.Text, 0xC3, 0x28), WireFrame.Text("2"));

        Assert.Equal(new WireFail(1, "not-utf8"), WireFail.Parse(answer.Frames[1]));
        Assert.Equal(["2"], edge.Handled);
    }

    [Fact]
    public async Task Send_OfACharacterCutByFragments_IsOneWholeText()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        var answer = await client.SendAsync(0, WireFrame.Of(WireFrameType.Fragment, 0xE2, 0x82), WireFrame.Ping(), WireFrame.Of(WireFrameType.Text, 0xAC));

        Assert.Equal((1, 1), (answer.Attached.Received, answer.Attached.Handled));
        Assert.Equal(["€"], edge.Handled);
    }

    [Fact]
    public async Task Send_ThatEndsBetweenFragments_DeliversNothingOfThatMessage()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        var answer = await client.SendAsync(0, WireFrame.Text("1"), WireFrame.Of(WireFrameType.Fragment, 0x41));
        await client.SendAsync(1, WireFrame.Text("2"));

        Assert.Equal(1, answer.Attached.Received);
        Assert.Equal(["1", "2"], edge.Handled);
    }

    [Theory]
    [InlineData("poll")]
    [InlineData("send")]
    [InlineData("close")]
    public async Task Message_OverTheLimit_FailsAndItsNumberCounts(string path)
    {
        await using var edge = await Edge.StartAsync(options => options.MaxMessageBytes = 1000);
        var client = await edge.OpenAsync();
        WireFrame[][] tooLarge =
        [
            [WireFrame.Binary(new byte[1001])],
            [WireFrame.Text(new string('x', 1001))],
            [WireFrame.Of(WireFrameType.Fragment, new byte[1000]), WireFrame.Binary(new byte[1])],
            [WireFrame.Of(WireFrameType.Fragment, new byte[5000]), WireFrame.Of(WireFrameType.Fragment, new byte[5000]), WireFrame.Text("")],
            [WireFrame.Request(1, WireFrameType.Binary, new byte[5000])],
        ];

        for (var i = 0; i < tooLarge.Length; i++)
        {
            var attach = client.Attach(Carriers.ModeOf(path), upstream: 2 * i, acked: 2 * i);
            var answer = await client.PostAsync(path, attach, [.. tooLarge[i], WireFrame.Text("mute")]);

            Assert.Equal(new WireFail((2 * i) + 1, "message-too-large"), WireFail.Parse(answer.Frames.Single(frame => frame.Type == WireFrameType.Fail)));
            Assert.Equal((2 * i) + 2, WireNumber.Parse(answer.Frames.Single(frame => frame.Type == WireFrameType.Ack)));
        }

        Assert.All(edge.Handled, text => Assert.Equal("mute", text));
        Assert.Equal(tooLarge.Length, edge.Handled.Count);
        Assert.Equal(11, (await client.SendAsync(10, WireFrame.Binary(new byte[1000]))).Attached.Received);
    }

    [Theory]
    [MemberData(nameof(Carriers.Held), MemberType = typeof(Carriers))]
    public async Task Message_OverTheLimitWithAHeldResponse_CountsAndTheResponseStays(string path)
    {
        await using var edge = await Edge.StartAsync(options => options.MaxMessageBytes = 1000);
        var client = await edge.OpenAsync();

        await using var held = await client.HoldAsync(path, client.Take(), WireFrame.Binary(new byte[1001]), WireFrame.Text("2"));

        Assert.Equal(2, held.Attached!.Received);
        WireFrame? frame;
        do
        {
            frame = await held.FrameAsync();
        }
        while (frame is { Type: not WireFrameType.Text });
        Assert.Equal("2", frame?.PayloadText);
        Assert.Equal(new WireFail(1, "message-too-large"), WireFail.Parse((await client.SendAsync(2)).Frames.Single(one => one.Type == WireFrameType.Fail)));
    }

    [Theory]
    [MemberData(nameof(MessagePaths))]
    public async Task Body_OverTheLimit_IsBodyTooLargeAndNothingIsHandled(string path)
    {
        await using var edge = await Edge.StartAsync(options => (options.MaxMessageBytes, options.MaxBodyBytes) = (1024, 16 * 1024));
        var client = await edge.OpenAsync();
        var frames = Enumerable.Repeat(WireFrame.Binary(new byte[1000]), 20).ToArray();
        var body = SdkClient.Body(client.Attach(Carriers.ModeOf(path)), frames);

        (await edge.PostAsync($"/{path}", body)).IsProblem(413, "body-too-large", "resume");
        (await edge.PostAsync($"/{path}", Chunked(body), ("Transfer-Encoding", "chunked"))).IsProblem(413, "body-too-large", "resume");

        Assert.Empty(edge.Handled);
        Assert.NotNull(client.Session);
    }

    [Fact]
    public async Task Body_InChunksBelowTheLimit_IsTaken()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var frames = Enumerable.Repeat(WireFrame.Text(new string('x', 9000)), 10).ToArray();

        var answer = await edge.PostAsync("/send", Chunked(SdkClient.Body(client.Attach(WireAttachMode.Send), frames)), ("Transfer-Encoding", "chunked"));

        Assert.Equal((10, 10), (answer.Attached.Received, answer.Attached.Handled));
        Assert.All(edge.Handled, text => Assert.Equal(9000, text.Length));
    }

    [Theory]
    [MemberData(nameof(MessagePaths))]
    public async Task Body_ThatEndsInsideAFrame_IsFrameMalformedAndItsPrefixIsTaken(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        byte[][] broken =
        [
            [5, (byte)'t', (byte)'H'],
            [0],
            [0x80],
            [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
            [.. WireVarint.Bytes(33_025), (byte)'b', .. new byte[33_024]],
            WireFrame.Of(WireFrameType.Ack).ToBytes(),
            WireFrame.Of(WireFrameType.Ack, 0x80).ToBytes(),
            WireFrame.Of(WireFrameType.Fail).ToBytes(),
            WireFrame.Of(WireFrameType.Promote, 1).ToBytes(),
            WireFrame.Of(WireFrameType.Close).ToBytes(),
            WireFrame.Ping(new byte[9]).ToBytes(),
        ];

        for (var i = 0; i < broken.Length; i++)
        {
            var attach = client.Attach(Carriers.ModeOf(path), upstream: i);
            byte[] body = [.. SdkClient.Body(attach, WireFrame.Text($"{i + 1}")), .. broken[i]];
            (await edge.PostAsync($"/{path}", body)).IsProblem(400, "frame-malformed", "resume");
            Assert.Equal(i + 1, edge.Handled.Count);
        }

        Assert.Equal(broken.Length, (await client.SendAsync(0)).Attached.Handled);
    }

    [Theory]
    [InlineData((byte)'z')]
    [InlineData((byte)0x00)]
    [InlineData((byte)0x7F)]
    [InlineData((byte)0xE0)]
    [InlineData((byte)0xFF)]
    [InlineData(WireFrameType.Attach)]
    [InlineData(WireFrameType.Attached)]
    [InlineData(WireFrameType.Gap)]
    public async Task Frame_OfATypeThatIsNotKnownUpstream_IsFrameUnknown(byte type)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        var answer = await client.SendAsync(0, WireFrame.Text("1"), WireFrame.Of(type, 1, 2, 3), WireFrame.Text("2"));

        answer.IsProblem(400, "frame-unknown", "resume");
        Assert.Equal(["1"], edge.Handled);
    }

    [Theory]
    [InlineData(0x80)]
    [InlineData(0xBF)]
    public async Task Frame_OfAnOptionalUnnumberedType_IsSkipped(byte type)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        var answer = await client.SendAsync(0, WireFrame.Text("1"), WireFrame.Of(type, 1, 2, 3), WireFrame.Text("2"));

        Assert.Equal((2, 2), (answer.Attached.Received, answer.Attached.Handled));
        Assert.Equal(["1", "2"], edge.Handled);
    }

    [Theory]
    [InlineData(0xC0)]
    [InlineData(0xDF)]
    public async Task Frame_OfAnOptionalNumberedType_IsSkippedAndCounted(byte type)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        var answer = await client.SendAsync(0, WireFrame.Text("1"), WireFrame.Of(type, 1, 2, 3), WireFrame.Text("3"));

        Assert.Equal(3, answer.Attached.Received);
        Assert.Equal(["1", "3"], edge.Handled);
        var again = await client.SendAsync(2, WireFrame.Text("3"), WireFrame.Text("4"));
        Assert.Equal(4, again.Attached.Received);
        Assert.Equal(["1", "3", "4"], edge.Handled);
    }

    [Fact]
    public async Task Send_WithARepeatedPosition_DropsTheRepetition()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await client.SendAsync(0, WireFrame.Text("1"), WireFrame.Text("2"));

        var answer = await client.SendAsync(0, WireFrame.Text("1"), WireFrame.Text("2"), WireFrame.Text("3"));
        await client.SendAsync(1, WireFrame.Text("2"));

        Assert.Equal(3, answer.Attached.Received);
        Assert.Equal(["1", "2", "3"], edge.Handled);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(WireVarint.MaxValue)]
    public async Task Ack_OfWhatWasNeverSent_IsPositionInvalid(long number)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        (await client.SendAsync(0, WireFrame.Ack(number))).IsProblem(400, "position-invalid", "resume");
        (await client.SendAsync(0, WireFrame.Fail(number, "handler-failed"))).IsProblem(400, "position-invalid", "resume");
    }

    [Fact]
    public async Task Ack_LowerThanAnEarlierOne_IsIgnored()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await client.PollAsync(0, 0, WireFrame.Text("1"), WireFrame.Text("2"));
        await client.SendAsync(2, WireFrame.Ack(2));

        var answer = await client.SendAsync(2, WireFrame.Ack(1), WireFrame.Ack(0), WireFrame.Ack(2));

        Assert.Equal(4000, answer.Close.Code);
    }

    [Fact]
    public async Task Promote_ClaimingWhatWasNeverSent_IsReceivedInvalid()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var candidate = await client.HoldAsync("stream", client.Attach(WireAttachMode.Probe));

        (await client.SendAsync(0, new WirePromote(1, 1, 0).ToFrame())).IsProblem(409, "received-invalid", "renegotiate");
    }

    [Fact]
    public async Task Promote_OfNoLivingConnection_IsIgnored()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        Assert.Equal(4000, (await client.SendAsync(0, new WirePromote(77, 0, 0).ToFrame())).Close.Code);
    }

    [Theory]
    [MemberData(nameof(Carriers.Held), MemberType = typeof(Carriers))]
    public async Task Message_OnACandidate_IsPositionAheadAndNotHandled(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        (await client.PostAsync(path, client.Attach(WireAttachMode.Probe), WireFrame.Text("too early"))).IsProblem(409, "position-ahead", "resume");

        Assert.Empty(edge.Handled);
    }

    [Theory]
    [MemberData(nameof(MessagePaths))]
    public async Task Messages_OverTheUpstreamWindow_AreFlowViolation(string path)
    {
        await using var edge = await Edge.StartAsync(options => options.InboxMessages = 4);
        var client = await edge.OpenAsync();
        WireFrame[] frames = [WireFrame.Text("wait"), .. Enumerable.Repeat(WireFrame.Text("more"), 4)];

        (await client.PostAsync(path, client.Attach(Carriers.ModeOf(path)), frames)).IsProblem(409, "flow-violation", "resume");

        edge.Release();
        await edge.WhenHandledAsync("more");
        Assert.Equal(4, (await client.SendAsync(0, frames[..1])).Attached.Received);
    }

    [Fact]
    public async Task Body_OfTooManyControlFrames_IsBatchTooLarge()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var frames = Enumerable.Repeat(WireFrame.Pong(), 1024).ToArray();

        Assert.Equal(4000, (await client.SendAsync(0, frames)).Close.Code);
        (await client.SendAsync(0, [WireFrame.Text("1"), .. frames, WireFrame.Pong()])).IsProblem(413, "batch-too-large", "resume");
        Assert.Equal(["1"], edge.Handled);
    }

    [Theory]
    [InlineData((byte)'q', 413)]
    [InlineData((byte)'f', 200)]
    [InlineData(0x80, 413)]
    public async Task Body_OfAMillionTinyFrames_IsAnsweredByTheBoundsAlone(byte type, int status)
    {
        await using var edge = await Edge.StartAsync(options => options.MaxBodyBytes = 4 * 1024 * 1024);
        var client = await edge.OpenAsync();
        var body = SdkClient.Body(client.Attach(WireAttachMode.Send)).Concat(Enumerable.Repeat(new byte[] { 1, type }, 1_000_000).SelectMany(frame => frame)).ToArray();

        Assert.Equal(status, (await edge.PostAsync("/send", body)).Status);
        Assert.NotNull(client.Session);
    }

    [Fact]
    public async Task Body_OfAMillionTinyMessages_HandlesThemAll()
    {
        await using var edge = await Edge.StartAsync(options => (options.MaxBodyBytes, options.Overflow) = (8 * 1024 * 1024, OverflowPolicy.DropOldest));
        var client = await edge.OpenAsync();
        var body = SdkClient.Body(client.Attach(WireAttachMode.Send)).Concat(Enumerable.Repeat(WireFrame.Text("").ToBytes(), 1_000_000).SelectMany(frame => frame)).ToArray();

        var answer = await edge.PostAsync("/send", body);

        Assert.Equal((1_000_000, 1_000_000), (answer.Attached.Received, answer.Attached.Handled));
        Assert.Equal(1_000_000, edge.Handled.Count);
    }

    [Fact]
    public async Task Body_ThatTheClientCuts_IsNoServerError()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var body = SdkClient.Body(client.Attach(WireAttachMode.Send), WireFrame.Text("never whole"));
        await using var raw = await edge.BeginAsync("POST", "/send", body, ("Content-Length", $"{body.Length + 1}"));
        raw.FinishSending();
        await raw.ReadToEndAsync().WithTimeout();
        for (var i = 0; i < 100; i++)
        {
            await using var reset = await edge.BeginAsync("POST", "/send", null, ("Content-Length", $"{body.Length + 1}"), ("Expect", "100-continue"));
            Assert.Contains("100 Continue", Encoding.ASCII.GetString(await reset.ReadRawAsync().WithTimeout()), StringComparison.Ordinal); // it is being read
            reset.Reset();
        }

        await edge.OpenAsync();
        await edge.Host.StopAsync();

        Assert.Empty(edge.Handled);
        Assert.DoesNotContain(edge.Host.Logs.Entries, log => log.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Theory]
    [InlineData("send", "no length\r\n")]
    [InlineData("negotiate", "1\r\nabc")]
    [InlineData("", "1\r\na\r\n0\r\nno trailer\r\n\r\n")]
    public async Task Body_ThatIsNoHttp_IsRefusedAndNoServerError(string path, string body)
    {
        await using var edge = await Edge.StartAsync();

        await using (var raw = await edge.BeginAsync("POST", path.Length == 0 ? "" : $"/{path}", Encoding.ASCII.GetBytes(body), ("Transfer-Encoding", "chunked")))
        {
            Assert.StartsWith("HTTP/1.1 400 ", Encoding.ASCII.GetString(await raw.ReadToEndAsync().WithTimeout()), StringComparison.Ordinal);
        }

        await edge.Host.StopAsync();

        Assert.DoesNotContain(edge.Host.Logs.Entries, log => log.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Fact]
    public async Task Close_OfTheClient_EndsTheSessionAfterWhatCameBefore()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var held = await client.HoldAsync("stream", client.Take());

        var answer = await client.PostAsync("close", client.Attach(WireAttachMode.Send), WireFrame.Text("mute"), WireFrame.Close(4301, "done"));

        Assert.Equal(4000, answer.Close.Code);
        Assert.Equal(new WireClose(4301, "done"), await held.CloseAsync());
        Assert.Equal(["mute"], edge.Handled);
        (await client.PollAsync()).IsProblem(400, "closed-by-client", "stop");
    }

    [Fact]
    public async Task Send_WhoseHandlerTakesLong_IsAnsweredAfterASecondWithoutTheAck()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var timers = edge.Time.ActiveTimers;
        var answering = client.SendAsync(0, WireFrame.Text("wait"));
        await edge.WhenHandledAsync("wait");
        await edge.Time.WhenTimersAsync(timers + 1).WithTimeout();
        edge.Time.Advance(TimeSpan.FromSeconds(1));

        var answer = await answering;

        Assert.Equal((1, 0), (answer.Attached.Received, answer.Attached.Handled));
        edge.Release();
    }

    [Fact]
    public async Task Answers_OfEveryPath_HaveTheHeadersThatNetworksForce()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        Answer[] answers =
        [
            await edge.NegotiateAsync(), await client.PollAsync(), await client.SendAsync(), await edge.GetAsync("?wait=0"),
            await edge.GetAsync("", ("Accept", "text/html")), await edge.GetAsync("/ws"), await edge.PostAsync("", "Hi"),
        ];

        Assert.All(answers, answer => Assert.Equal(("no-store, no-transform", "Accept, Origin"), (answer.Head["Cache-Control"], answer.Head["Vary"])));
        Assert.All(answers, answer => Assert.NotNull(answer.Head["Content-Length"]));
    }

    private static byte[] Chunked(byte[] body)
    {
        using var chunked = new MemoryStream();
        foreach (var chunk in body.Chunk(3000))
        {
            chunked.Write(Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"));
            chunked.Write(chunk);
            chunked.Write("\r\n"u8);
        }

        chunked.Write("0\r\n\r\n"u8);
        return chunked.ToArray();
    }
}
