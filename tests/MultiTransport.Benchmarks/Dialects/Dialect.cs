using MultiTransport.Benchmarks.Dialects.Native;
using MultiTransport.Benchmarks.Dialects.Raw;
using MultiTransport.Benchmarks.Dialects.Sdk;
using MultiTransport.Benchmarks.Generator;

namespace MultiTransport.Benchmarks.Dialects;

/// <summary>One row of a table: which server, spoken to how.</summary>
internal sealed record Dialect(string Transport, string Name, Func<ClientSetup, int, EchoClient> Create)
{
    public const string Raw = "RAW";

    /// <summary>RAW first: the others of the transport are compared with it.</summary>
    public static readonly Dialect[] All =
    [
        new("ws", Raw, (setup, number) => new PlainWebSocketClient(setup, number, "RAW ws", "/ws")),
        new("ws", "sdk", (setup, number) => new SdkWebSocketClient(setup, number)),
        new("ws", "native", (setup, number) => new PlainWebSocketClient(setup, number, "native ws", Target.Path)),
        new("sse", Raw, (setup, number) => new RawSseClient(setup, number)),
        new("sse", "sdk", (setup, number) => new SdkSseClient(setup, number)),
        new("sse", "native", (setup, number) => new NativeSseClient(setup, number)),
        new("lp", Raw, (setup, number) => new RawPollClient(setup, number)),
        new("lp", "sdk", (setup, number) => new SdkPollClient(setup, number)),
        new("lp", "native", (setup, number) => new NativePollClient(setup, number)),
    ];

    public bool IsRaw => Name == Raw;

    /// <summary>The subcommand that runs its server.</summary>
    public string Server => IsRaw ? "raw" : "ours";
}
