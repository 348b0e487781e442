using System.Globalization;
using System.Security.Cryptography;

namespace MultiTransport.Chaos.Runs;

/// <summary>How long, how many, and which luck.</summary>
internal sealed record ChaosSettings
{
    public const string Usage = """
        dotnet run -c Release --project tests/MultiTransport.Chaos -- [--minutes 60] [--sessions 300] [--seed N] [--out artifacts/chaos.json]
          --minutes   how long faults strike, 0.1 to 1440; what ends it comes after
          --sessions  how many clients at once, 20 to 5000
          --seed      of all that is random, but for what the machine's timing adds; printed with the report
          --out       where the report goes as JSON
        """;

    public TimeSpan Time { get; private init; } = TimeSpan.FromMinutes(60);

    public int Sessions { get; private init; } = 300;

    public int Seed { get; private init; } = RandomNumberGenerator.GetInt32(int.MaxValue);

    public string Out { get; private init; } = Path.Combine("artifacts", "chaos.json");

    /// <exception cref="ArgumentException">An argument is unknown or out of its range; the message says which and what is accepted.</exception>
    public static ChaosSettings Parse(IReadOnlyList<string> arguments)
    {
        var settings = new ChaosSettings();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var (name, value) = (arguments[i], i + 1 < arguments.Count ? arguments[i + 1] : "");
            settings = name switch
            {
                "--minutes" => settings with { Time = TimeSpan.FromMinutes(Number(name, value, 0.1, 1440)) },
                "--sessions" => settings with { Sessions = (int)Number(name, value, 20, 5000) },
                "--seed" => settings with { Seed = (int)Number(name, value, 0, int.MaxValue) },
                "--out" when value.Length > 0 => settings with { Out = value },
                "--out" => throw new ArgumentException("--out has no value; accepted is the path of a file."),
                _ => throw new ArgumentException($"'{name}' is no argument; accepted are --minutes, --sessions, --seed and --out."),
            };
        }

        return settings;
    }

    private static double Number(string name, string value, double least, double most) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} is '{value}'; accepted is a number from {least} to {most}."));
}
