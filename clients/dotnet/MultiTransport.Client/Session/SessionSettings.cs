using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>The options of one session, checked and copied.</summary>
internal sealed record SessionSettings
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(24);

    private static readonly string[] Known =
        [TransportNames.WebSocket, TransportNames.ServerSentEvents, TransportNames.Streaming, TransportNames.LongPolling, TransportNames.ShortPolling];

    /// <summary>Best first.</summary>
    public required string[] Transports { get; init; }

    public required TimeSpan ConnectTimeout { get; init; }

    public required TimeSpan RequestTimeout { get; init; }

    public required TimeSpan PollInterval { get; init; }

    public required int QueueMessages { get; init; }

    public required long QueueBytes { get; init; }

    public required IVerdictStore? Verdicts { get; init; }

    public required HttpMessageHandler? Handler { get; init; }

    public required Version HttpVersion { get; init; }

    public required KeyValuePair<string, string>[] Headers { get; init; }

    public required TimeProvider Time { get; init; }

    public required Random Random { get; init; }

    public required TimeSpan Gather { get; init; }

    public required Func<TokenRequest, CancellationToken, ValueTask<string?>>? TokenProvider { get; init; }

    public required Func<ClientMessage, CancellationToken, ValueTask<ClientMessage>>? OnRequest { get; init; }

    public static SessionSettings Of(ClientSessionOptions options) => new()
    {
        Transports = CheckTransports(options.Transports),
        ConnectTimeout = CheckWait(options.ConnectTimeout, nameof(options.ConnectTimeout))!.Value,
        RequestTimeout = CheckWait(options.RequestTimeout, nameof(options.RequestTimeout))!.Value,
        PollInterval = options.PollInterval >= TimeSpan.FromMilliseconds(10) && options.PollInterval <= TimeSpan.FromHours(1)
            ? options.PollInterval
            : throw Wrong(nameof(options.PollInterval), options.PollInterval, "10 ms to 1 hour"),
        QueueMessages = options.QueueMessages is >= 1 and <= 1_000_000
            ? options.QueueMessages
            : throw Wrong(nameof(options.QueueMessages), options.QueueMessages, "1 to 1,000,000"),
        QueueBytes = options.QueueBytes is >= 1 and <= 1_073_741_824
            ? options.QueueBytes
            : throw Wrong(nameof(options.QueueBytes), options.QueueBytes, "1 to 1,073,741,824"),
        Verdicts = options.Verdicts,
        Handler = options.HttpMessageHandler,
        HttpVersion = options.HttpVersion == System.Net.HttpVersion.Version11 || options.HttpVersion == System.Net.HttpVersion.Version20
            ? options.HttpVersion
            : throw Wrong(nameof(options.HttpVersion), options.HttpVersion, "1.1 or 2.0"),
        Headers = [.. options.Headers ?? new Dictionary<string, string>()],
        Time = options.TimeProvider ?? throw Wrong(nameof(options.TimeProvider), null, "a clock"),
        Random = options.Random ?? Random.Shared,
        Gather = options.Gather,
        TokenProvider = options.TokenProvider,
        OnRequest = options.OnRequest,
    };

    public static Uri CheckUrl(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) && url.Fragment.Length == 0 && url.UserInfo.Length == 0
            ? url
            : throw new ArgumentException($"url is '{url.OriginalString}'; accepted is an absolute http or https URL without a fragment and without a user.", nameof(url));
    }

    public static TimeSpan? CheckWait(TimeSpan? value, string name) =>
        value is { } wait && wait != Timeout.InfiniteTimeSpan && (wait <= TimeSpan.Zero || wait > LongestWait)
            ? throw Wrong(name, value, "more than zero and at most 24 days, or Timeout.InfiniteTimeSpan")
            : value;

    private static string[] CheckTransports(IReadOnlyList<string>? names)
    {
        var accepted = string.Join(", ", Known);
        if (names is not { Count: > 0 })
        {
            throw Wrong(nameof(ClientSessionOptions.Transports), "empty", $"at least one of {accepted}");
        }

        foreach (var name in names)
        {
            if (!Known.Contains(name))
            {
                throw Wrong(nameof(ClientSessionOptions.Transports), name, accepted);
            }
        }

        return [.. Known.Where(names.Contains)];
    }

    private static ArgumentException Wrong(string name, object? value, string accepted) =>
        new($"{name} is {value ?? "null"}; accepted is {accepted}.", name);
}
