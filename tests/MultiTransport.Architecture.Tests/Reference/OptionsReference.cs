using System.Reflection;
using System.Text;

namespace MultiTransport.Architecture.Tests;

/// <summary>The page of all options, made from their documentation.</summary>
internal static class OptionsReference
{
    public const string Path = "src/OPTIONS.md";

    private const string ByBoth = "in `appsettings.json`, or by the environment with `__` for each dot and colon";

    private static readonly Assembly Server = Assembly.Load("MultiTransport.Server");

    public static IReadOnlyList<OptionsSection> Sections { get; } =
    [
        new("Endpoints", $"`AddMultiTransport(options => …)` for all, `MapMultiTransport(…, options => …)` for one. MultiTransport.Server: section `MultiTransport`, {ByBoth}: `MultiTransport__Hold=00:00:10`.", typeof(MultiTransportOptions)),
        new("The process", $"`services.Configure<MultiTransportServerOptions>(options => …)`. MultiTransport.Server: section `MultiTransportServer`, as in `MultiTransportServer__Limits__MaxSessionsPerUser=10`.", typeof(MultiTransportServerOptions), nameof(MultiTransportServerOptions.Topics)),
        new("Topics", "`Topics` of `MultiTransportServerOptions`. MultiTransport.Server: section `Topics`.", typeof(TopicOptions)),
        new("One rule for topics", "`Rules` of the above. MultiTransport.Server: `Topics:Rules`, as in `Topics__Rules__0__Name=chat:*`.", typeof(TopicRule)),
        new("Histories in a file", "The options of `SqliteTopicHistory` (package MultiTransport.Sqlite). MultiTransport.Server has its own section, `History`, below.", typeof(Sqlite.SqliteTopicHistoryOptions)),
        new("The doctor", "`MapMultiTransportDoctor(…, options => …)`. MultiTransport.Server: section `MultiTransportDoctor`.", typeof(MultiTransportDoctorOptions)),
        new("The .NET client", "`ClientSession.Connect(url, options)`.", typeof(Client.ClientSessionOptions)),
        new("MultiTransport.Server: History", "Section `History`.", Of("History.HistorySettings")),
        new("MultiTransport.Server: users", "Section `Jwt`.", Of("Users.JwtSettings")),
        new("MultiTransport.Server: one key that signs tokens", "Section `Jwt:Keys`, as in `Jwt__Keys__0__PemFile=login.pem`.", Of("Users.JwtKeySettings")),
        new("MultiTransport.Server: one policy", "Section `Policies`, by its name, as in `Policies__members__Claims__role__0=editor`.", Of("Users.PolicySettings")),
        new("MultiTransport.Server: one key of the API", "Section `Api:Keys`; the command `api-key` makes one.", Of("Api.Keys.ApiKeySettings")),
        new("MultiTransport.Server: telemetry", "Section `Telemetry`.", Of("Telemetry.TelemetrySettings")),
    ];

    public static string Make()
    {
        var members = new[] { typeof(SessionOptions).Assembly, typeof(MultiTransportOptions).Assembly, typeof(Sqlite.SqliteTopicHistoryOptions).Assembly, typeof(Client.ClientSessionOptions).Assembly, Server }
            .SelectMany(assembly => DocumentedDefaults.Of(assembly).Descendants("member")).ToList();
        var page = new StringBuilder($"""
            # Options

            All that can be set, made from the documentation in the code; a test fails where this page differs from it. To make it anew:

                {Snapshot.Command}

            Everything is checked at start, and all faults are told at once, each with its value and what is accepted. Times are written `HH:MM:SS` in the configuration.

            """.ReplaceLineEndings("\n"));
        foreach (var section in Sections)
        {
            section.Write(page, members);
        }

        return page.ToString();
    }

    private static Type Of(string name) => Server.GetType($"MultiTransport.Server.{name}", throwOnError: true)!;
}
