using System.Security.Cryptography;

namespace MultiTransport.AspNetCore.Tests.Transports;

/// <summary>Sections 5, 7 and 9: what an attach may not be, on every carrier.</summary>
public sealed class CredentialsTests
{
    [Theory]
    [MemberData(nameof(Carriers.All), MemberType = typeof(Carriers))]
    public async Task Attach_OfASessionThatNeverWas_IsSessionUnknown(string path)
    {
        await using var edge = await Edge.StartAsync();
        byte[] id = [1, 0, 0, 0, .. RandomNumberGenerator.GetBytes(12)];
        var client = new SdkClient(edge, id, new byte[16]);

        await RefusesAsync(client, path, client.Attach(Carriers.ModeOf(path)), 404, "session-unknown", "renegotiate");
    }

    [Theory]
    [MemberData(nameof(Carriers.All), MemberType = typeof(Carriers))]
    public async Task Attach_AfterTheSessionExpired_IsSessionUnknown(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        edge.Time.Advance(TimeSpan.FromSeconds(9.5));
        Assert.NotNull(client.Session);
        edge.Time.Advance(TimeSpan.FromSeconds(1));

        await RefusesAsync(client, path, client.Attach(Carriers.ModeOf(path)), 404, "session-unknown", "renegotiate");
    }

    [Theory]
    [MemberData(nameof(Carriers.All), MemberType = typeof(Carriers))]
    public async Task Attach_WithAWrongSecret_IsSecretWrongAndTheSessionLives(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var thief = new SdkClient(edge, client.Id, new byte[16]);

        await RefusesAsync(thief, path, thief.Attach(Carriers.ModeOf(path)), 403, "secret-wrong", "renegotiate");

        Assert.Equal("complete", WireCode.Name((await client.PollAsync()).Close.Code));
    }

    [Theory]
    [MemberData(nameof(Carriers.All), MemberType = typeof(Carriers))]
    public async Task Attach_AtAnotherEndpoint_IsSessionForeign(string path)
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Pipeline = app => app.MapMultiTransport("/other", (Session session, Message message) => session.SendAsync(message)),
        });
        var opened = await edge.OpenAsync();
        var client = new SdkClient(edge, opened.Id, opened.Secret) { Base = "/other" };

        await RefusesAsync(client, path, client.Attach(Carriers.ModeOf(path)), 403, "session-foreign", "renegotiate");
    }

    [Theory]
    [MemberData(nameof(Carriers.All), MemberType = typeof(Carriers))]
    public async Task Attach_OfAnotherVersion_IsVersionUnsupported(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        await RefusesAsync(client, path, client.Attach(Carriers.ModeOf(path)) with { Version = 2 }, 400, "version-unsupported", "stop");
    }

    [Theory]
    [MemberData(nameof(Carriers.All), MemberType = typeof(Carriers))]
    public async Task Attach_OfAModeThatThePathDoesNotTake_IsAttachRequired(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var wrong = Carriers.ModeOf(path) == WireAttachMode.Send ? WireAttachMode.Take : WireAttachMode.Send;

        await RefusesAsync(client, path, client.Attach(wrong), 400, "attach-required", "resume");
    }

    [Theory]
    [InlineData("poll")]
    public async Task Attach_ByPollAsAProbe_IsAttachRequired(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        await RefusesAsync(client, path, client.Attach(WireAttachMode.Probe), 400, "attach-required", "resume");
    }

    [Theory]
    [MemberData(nameof(Carriers.Http), MemberType = typeof(Carriers))]
    public async Task Body_ThatDoesNotBeginWithAnAttach_IsAttachRequired(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var attach = client.Attach(Carriers.ModeOf(path)).ToFrame();
        byte[][] bodies =
        [
            [],
            [0],
            [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            WireFrame.Text("before the attach").ToBytes(),
            attach.ToBytes()[..^1],
            WireFrame.Of(WireFrameType.Attach, attach.Payload[..^1]).ToBytes(),
            (client.Attach(Carriers.ModeOf(path)) with { Attempt = 0 }).ToFrame().ToBytes(),
            WireFrame.Of(WireFrameType.Attach, [1, 3, .. attach.Payload[2..]]).ToBytes(),
            WireFrame.Of(WireFrameType.Attach).ToBytes(),
        ];

        foreach (var body in bodies)
        {
            (await edge.PostAsync($"/{path}", body)).IsProblem(400, "attach-required", "resume");
        }

        Assert.Empty(edge.Handled);
    }

    [Fact]
    public async Task FirstSocketMessage_ThatIsNoAttach_Closes4114()
    {
        await using var edge = await Edge.StartAsync();
        byte[][] firsts = [[], WireFrame.Text("before the attach").ToBytes(), [3, 0x41]];
        foreach (var first in firsts)
        {
            await using var socket = new SdkSocket(await edge.SocketAsync("/ws", SdkClient.SubProtocol));
            await socket.Raw.SendBinaryAsync(first);

            Assert.Equal(4114, (await socket.CloseAsync()).Code);
            Assert.Equal(4114, socket.Status);
        }

        await using var text = new SdkSocket(await edge.SocketAsync("/ws", SdkClient.SubProtocol));
        await text.Raw.SendTextAsync("Hi");
        Assert.Equal(4114, (await text.CloseAsync()).Code);
        Assert.Empty(edge.Handled);
    }

    [Theory]
    [MemberData(nameof(Carriers.All), MemberType = typeof(Carriers))]
    public async Task Attach_ClaimingWhatWasNeverSent_IsReceivedInvalid(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        await RefusesAsync(client, path, client.Attach(Carriers.ModeOf(path), received: 1), 409, "received-invalid", "renegotiate");
    }

    [Theory]
    [MemberData(nameof(Carriers.All), MemberType = typeof(Carriers))]
    public async Task Attach_WithAnAckOfWhatWasNeverHandled_IsPositionInvalid(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        await RefusesAsync(client, path, client.Attach(Carriers.ModeOf(path), acked: 1), 400, "position-invalid", "resume");
    }

    [Theory]
    [MemberData(nameof(Carriers.All), MemberType = typeof(Carriers))]
    public async Task Attach_WithAPositionThatJumps_IsPositionAheadAndNothingIsHandled(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        await RefusesAsync(client, path, client.Attach(Carriers.ModeOf(path), upstream: 1), 409, "position-ahead", "resume", WireFrame.Text("2"));

        Assert.Empty(edge.Handled);
        Assert.Equal(0, (await client.PollAsync()).Attached.Received);
    }

    [Theory]
    [MemberData(nameof(Carriers.Http), MemberType = typeof(Carriers))]
    public async Task Attach_AfterAKick_IsToldTheCodeOfTheEnd(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        edge.Sessions.Kick(client.Session!.Id, "Enough.");

        var answer = await client.PostAsync(path, client.Attach(Carriers.ModeOf(path)));

        Assert.Equal(("kicked", "stop"), (WireProblem.TryParse(answer.Body)?.Code, WireProblem.TryParse(answer.Body)?.Action));
    }

    private static async Task RefusesAsync(SdkClient client, string path, WireAttach attach, int status, string code, string action, params WireFrame[] frames)
    {
        if (path != "ws")
        {
            (await client.PostAsync(path, attach, frames)).IsProblem(status, code, action);
            return;
        }

        await using var socket = await client.SocketAsync(attach, frames);
        var close = await socket.CloseAsync();
        Assert.Equal(WireCode.Number(code), close.Code);
        Assert.NotEmpty(close.Reason);
        Assert.Equal(close.Code, socket.Status);
    }
}
