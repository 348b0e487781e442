using System.Globalization;

namespace MultiTransport.Trust;

/// <summary>The command line: a subcommand, then pairs of <c>--name value</c>.</summary>
internal sealed record Options
{
    public const string Usage =
        """
        attacks [--only NAME,...] [--seconds 10] [--quiet 5] [--count 1000000000] [--seed 1] [--json FILE] [--keep FOLDER]
                every attack, each on a fresh server with two probe sessions; --keep writes inputs that got an answer which the corpus does not have
        list    the attacks
        probe   --url URL                        the probes alone: a line of JSON for each line of the input
        """;

    public string Command { get; private init; } = "";

    public Uri Url { get; private init; } = new("http://127.0.0.1:5080/echo");

    public IReadOnlyList<string> Only { get; private init; } = [];

    public TimeSpan Time { get; private init; } = TimeSpan.FromSeconds(10);

    public TimeSpan Quiet { get; private init; } = TimeSpan.FromSeconds(5);

    public int Count { get; private init; } = 1_000_000_000;

    public int Seed { get; private init; } = 1;

    public string? JsonFile { get; private init; }

    public string? Keep { get; private init; }

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
        "--url" => this with { Url = new Uri(value) },
        "--only" => this with { Only = value.Split(',') },
        "--seconds" => this with { Time = TimeSpan.FromSeconds(Number(value)) },
        "--quiet" => this with { Quiet = TimeSpan.FromSeconds(Number(value)) },
        "--count" => this with { Count = Number(value) },
        "--seed" => this with { Seed = Number(value) },
        "--json" => this with { JsonFile = value },
        "--keep" => this with { Keep = value },
        _ => throw new FormatException($"{name} {value} is not understood"),
    };

    private static int Number(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
        ? number
        : throw new FormatException($"{value} is no number above 0");
}
