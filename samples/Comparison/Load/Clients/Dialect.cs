using MultiTransport.Load.Dialects;
using MultiTransport.Load.Dialects.Native;
using MultiTransport.Load.Dialects.Raw;
using MultiTransport.Load.Dialects.Sdk;
using MultiTransport.Load.Dialects.SignalR;
using MultiTransport.Load.Dialects.SocketIo;

namespace MultiTransport.Load;

/// <summary>A transport and who speaks it how: one line adds a client to every scenario.</summary>
/// <param name="Transport">The transport.</param>
/// <param name="Name">The way of speaking: <c>sdk</c> and <c>native</c> are ours, the others are peers.</param>
/// <param name="Create">Makes the client of that number.</param>
internal sealed record Dialect(string Transport, string Name, Func<ClientSetup, int, LoadClient> Create)
{
    public const string Sdk = "sdk";
    public const string Native = "native";
    public const string Raw = "RAW";
    public const string SignalR = "SignalR";
    public const string SocketIo = "Socket.IO";

    public const string WebSocket = "websocket";
    public const string Sse = "sse";
    public const string Stream = "stream";
    public const string LongPoll = "longpoll";
    public const string ShortPoll = "shortpoll";

    /// <summary>The ladder, best first.</summary>
    public static readonly string[] Transports = [WebSocket, Sse, Stream, LongPoll, ShortPoll];

    /// <summary>RAW first: the others of a transport are compared with it.</summary>
    public static readonly Dialect[] All =
    [
        new(WebSocket, Raw, (setup, number) => new PlainWebSocketClient(setup, number, "RAW websocket", "/ws")),
        new(WebSocket, Sdk, (setup, number) => new SdkWebSocketClient(setup, number)),
        new(WebSocket, Native, (setup, number) => new PlainWebSocketClient(setup, number, "native websocket", setup.Path)),
        new(Sse, Raw, (setup, number) => new RawSseClient(setup, number)),
        new(Sse, Sdk, (setup, number) => new SdkSseClient(setup, number)),
        new(Sse, Native, (setup, number) => new NativeSseClient(setup, number)),
        new(Stream, Sdk, (setup, number) => new SdkStreamClient(setup, number)),
        new(Stream, Native, (setup, number) => new NativeStreamClient(setup, number)),
        new(LongPoll, Raw, (setup, number) => new RawPollClient(setup, number)),
        new(LongPoll, Sdk, SdkPollClient.Long),
        new(LongPoll, Native, NativePollClient.Long),
        new(ShortPoll, Sdk, SdkPollClient.Short),
        new(ShortPoll, Native, NativePollClient.Short),
        new(WebSocket, SignalR, (setup, number) => new SignalRWebSocketClient(setup, number)),
        new(Sse, SignalR, (setup, number) => new SignalRSseClient(setup, number)),
        new(LongPoll, SignalR, (setup, number) => new SignalRPollClient(setup, number)),
        new(WebSocket, SocketIo, (setup, number) => new SocketIoWebSocketClient(setup, number)),
        new(LongPoll, SocketIo, (setup, number) => new SocketIoPollClient(setup, number)),
    ];

    public static Dialect Of(string transport, string name) => All.Single(dialect => dialect.Transport == transport && dialect.Name == name);
}
