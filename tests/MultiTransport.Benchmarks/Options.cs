using System.Globalization;

namespace MultiTransport.Benchmarks;

/// <summary>The command line: a subcommand, then pairs of <c>--name value</c>.</summary>
internal sealed record Options
{
    public const string Usage =
        """
        compare [--rounds 5] [--seconds 3] [--warmup 5] [--clients 50] [--sessions 5000] [--transports websocket,sse,longpoll]
                [--peers RAW,sdk,native] [--only echo|idle] [--acks half|each] [--json FILE]
        wire    [--rounds 5]                     what wire accounting costs a write
        raw     [--urls http://127.0.0.1:0]      the RAW server alone
        ours    [--urls http://127.0.0.1:0]      our server alone
        """;

    public string Command { get; private init; } = "";

    public string Url { get; private init; } = "http://127.0.0.1:0";

    public bool HasParent { get; private init; }

    public int Rounds { get; private init; } = 5;

    public double Seconds { get; private init; } = 3;

    public double WarmUpSeconds { get; private init; } = 5;

    public int Clients { get; private init; } = 50;

    public int Sessions { get; private init; } = 5000;

    public string[] Transports { get; private init; } = ["websocket", "sse", "longpoll"];

    public string[] Peers { get; private init; } = ["RAW", "sdk", "native"];

    public string? Only { get; private init; }

    public bool AckEach { get; private init; }

    public string? JsonFile { get; private init; }

    public static Options Parse(string[] arguments)
    {
        if (arguments.Length % 2 == 0)
        {
            throw new FormatException("a subcommand, then pairs of --name value");
        }

        var options = new Options { Command = arguments[0] };
        for (var index = 1; index < arguments.Length; index += 2)
        {
            options = options.With(arguments[index], arguments[index + 1]);
        }

        return options;
    }

    private Options With(string name, string value) => name switch
    {
        "--urls" => this with { Url = value },
        "--with-parent" => this with { HasParent = value == "yes" },
        "--rounds" => this with { Rounds = Number(value) },
        "--seconds" => this with { Seconds = double.Parse(value, CultureInfo.InvariantCulture) },
        "--warmup" => this with { WarmUpSeconds = double.Parse(value, CultureInfo.InvariantCulture) },
        "--clients" => this with { Clients = Number(value) },
        "--sessions" => this with { Sessions = Number(value) },
        "--transports" => this with { Transports = [.. value.Split(',').Select(Long)] },
        "--peers" => this with { Peers = value.Split(',') },
        "--only" when value is "echo" or "idle" => this with { Only = value },
        "--acks" when value is "half" or "each" => this with { AckEach = value == "each" },
        "--json" => this with { JsonFile = value },
        _ => throw new FormatException($"{name} {value} is not understood"),
    };

    /// <summary>The short names stay: they stand in commands that are written down.</summary>
    private static string Long(string transport) => transport switch { "ws" => "websocket", "lp" => "longpoll", _ => transport };

    private static int Number(string value) =>
        int.Parse(value, CultureInfo.InvariantCulture) is > 0 and var number ? number : throw new FormatException($"{value} is not above 0");
}
