using System.Security.Cryptography;

namespace MultiTransport.AspNetCore.Tests.Support;

/// <summary>An SDK client by hand: it knows its id and secret and counts its attempts, nothing else.</summary>
public sealed class SdkClient(Edge edge, byte[] id, byte[] secret)
{
    public const string SubProtocol = "multitransport.v1";

    private long _attempt;

    public byte[] Id { get; init; } = id;

    public byte[] Secret { get; init; } = secret;

    /// <summary>The path under which the endpoint lies.</summary>
    public string Base { get; init; } = Edge.Path;

    public string IdText => Base64UrlText.Encode(Id);

    public (string Id, string Secret) Credential => (IdText, Base64UrlText.Encode(Secret));

    public Session? Session => MultiTransport.Protocol.SessionId.TryParse(IdText, out var parsed) ? edge.Sessions.Find(parsed) : null;

    /// <summary>The next attach.</summary>
    public WireAttach Attach(WireAttachMode mode, long received = 0, long upstream = 0, long acked = 0, long hold = 0) =>
        new(mode, Id, Secret, RandomNumberGenerator.GetBytes(8), ++_attempt, received, upstream, acked, hold);

    public WireAttach Take(long received = 0, long upstream = 0, long acked = 0, long hold = 0) => Attach(WireAttachMode.Take, received, upstream, acked, hold);

    public Task<Answer> PostAsync(string path, WireAttach attach, params WireFrame[] frames) => PostAsync(path, attach, [], frames);

    public Task<Answer> PostAsync(string path, WireAttach attach, (string Name, string Value)[] headers, params WireFrame[] frames) =>
        Answer.OfAsync(edge.Host.Address($"{Base}/{path}"), "POST", Body(attach, frames), headers);

    /// <summary>A short poll from scratch: everything that is there.</summary>
    public Task<Answer> PollAsync(long received = 0, long upstream = 0, params WireFrame[] frames) => PostAsync("poll", Take(received, upstream), frames);

    public Task<Answer> SendAsync(long upstream = 0, params WireFrame[] frames) => PostAsync("send", Attach(WireAttachMode.Send, upstream: upstream), frames);

    /// <summary>A held response of <c>sse</c> or <c>stream</c>; its first frame has been read and is the answer to this attach.</summary>
    public async Task<HeldAnswer> HoldAsync(string path, WireAttach attach, params WireFrame[] frames)
    {
        var held = await TryHoldAsync(path, attach, frames);
        Assert.Equal(200, held.Status);
        held.Attached = WireAttached.Parse((await held.FrameAsync())!);
        Assert.Equal(attach.Nonce, held.Attached.Nonce);
        return held;
    }

    public async Task<HeldAnswer> TryHoldAsync(string path, WireAttach attach, params WireFrame[] frames)
    {
        var raw = await RawHttp.ConnectAsync(edge.Host.Port);
        await raw.RequestAsync("POST", $"{Base}/{path}", Body(attach, frames));
        return new HeldAnswer(raw, await raw.ReadResponseAsync().WithTimeout());
    }

    /// <summary>A WebSocket that has sent its attach.</summary>
    public async Task<SdkSocket> SocketAsync(WireAttach attach, params WireFrame[] frames)
    {
        var socket = await RawWebSocket.ConnectAsync(edge.Host.Address($"{Base}/ws"), SubProtocol);
        Assert.True(socket.Accepted);
        await socket.SendBinaryAsync(Body(attach, frames));
        return new SdkSocket(socket);
    }

    /// <summary>A WebSocket that is attached.</summary>
    public async Task<SdkSocket> AttachedSocketAsync(WireAttach attach, params WireFrame[] frames)
    {
        var socket = await SocketAsync(attach, frames);
        socket.Attached = WireAttached.Parse(await socket.FrameAsync());
        Assert.Equal(attach.Nonce, socket.Attached.Nonce);
        return socket;
    }

    public static byte[] Body(WireAttach attach, params WireFrame[] frames) => WireFrame.Join([attach.ToFrame(), .. frames]);
}
