namespace MultiTransport.Testing;

/// <summary><c>curl url</c>, again and again with the <c>next</c> of the answer before.</summary>
public sealed class NativePollClient(Uri address) : IDisposable
{
    private readonly CarrierHttp _http = new(new ProtocolClientOptions());
    private Uri? _next;

    /// <summary><c>id.secret</c>, from the first answer.</summary>
    public string? Session { get; private set; }

    /// <summary>The address of the next poll; setting an earlier one asks it again.</summary>
    public Uri? Next
    {
        get => _next;
        set => _next = value;
    }

    /// <summary>Asks once. The hold is in the <c>next</c> that the server gave, but for the first poll; <paramref name="wait"/> replaces it.</summary>
    public async Task<NativePollAnswer> PollAsync(int? wait = null, string? accept = "application/json", CancellationToken cancellationToken = default)
    {
        var asked = _next ?? address;
        if (wait is { } seconds)
        {
            asked = WithWait(asked, seconds);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, asked);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using var response = await _http.Invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var answer = NativePollAnswer.Parse(
            (int)response.StatusCode,
            response.Headers.TryGetValues("MultiTransport-Session", out var session) ? session.Single() : null,
            response.Headers.TryGetValues("Link", out var links) ? links.Single() : null,
            await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        Session = answer.Session ?? Session;
        _next = answer.Next is null ? _next : new Uri(asked, answer.Next);
        return answer;
    }

    /// <summary>RST on the poll that is held.</summary>
    public void Cut() => _http.Reset();

    public void Dispose() => _http.Dispose();

    private static Uri WithWait(Uri asked, int seconds)
    {
        var query = asked.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(part => !part.StartsWith("wait=", StringComparison.Ordinal));
        return new UriBuilder(asked) { Query = string.Join('&', query.Append($"wait={seconds}")) }.Uri;
    }
}
