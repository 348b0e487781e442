using System.Globalization;
using MultiTransport.Benchmarks.Compare;
using MultiTransport.Benchmarks.Compare.Work;
using MultiTransport.Load;

namespace MultiTransport.Benchmarks;

/// <summary>The command line: a subcommand, then pairs of <c>--name value</c>.</summary>
internal sealed record Options
{
    public const string Usage =
        """
        compare [--rounds 15] [--seconds 2] [--warmup 60] [--transports websocket,sse,longpoll,stream]
                [--peers RAW,RAW-frames,sdk,native,SignalR] [--work NAME,NAME] [--json FILE]
        micro   [--filter *]                     the hot pieces alone: time and allocation
        wire    [--rounds 5]                     what wire accounting costs a write
        """;

    public string Command { get; private init; } = "";

    public int Rounds { get; private init; } = 15;

    public double Seconds { get; private init; } = 2;

    public double WarmUpSeconds { get; private init; } = 60;

    public string[] Transports { get; private init; } = [Dialect.WebSocket, Dialect.Sse, Dialect.LongPoll, Dialect.Stream];

    public string[] Peers { get; private init; } = Contestant.Names;

    public IWork[] Work { get; private init; } = Catalog.All;

    public string Filter { get; private init; } = "*";

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
        "--rounds" => this with { Rounds = (int)Number(value) },
        "--seconds" => this with { Seconds = Number(value) },
        "--warmup" => this with { WarmUpSeconds = Number(value) },
        "--transports" => this with { Transports = Among(Dialect.Transports, value) },
        "--peers" => this with { Peers = Among(Contestant.Names, value) },
        "--work" => this with { Work = [.. value.Split(',').Select(Catalog.Named)] },
        "--filter" => this with { Filter = value },
        "--json" => this with { JsonFile = value },
        _ => throw new FormatException($"{name} {value} is not understood"),
    };

    private static string[] Among(string[] all, string value)
    {
        var named = value.Split(',');
        return named.FirstOrDefault(name => !all.Contains(name)) is { } unknown
            ? throw new FormatException($"'{unknown}' is not accepted; accepted: {string.Join(", ", all)}")
            : named;
    }

    private static double Number(string value) =>
        double.TryParse(value, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw new FormatException($"{value} is not above 0");
}
