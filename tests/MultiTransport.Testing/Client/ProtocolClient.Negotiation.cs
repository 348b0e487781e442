namespace MultiTransport.Testing;

/// <content>Section 6.</content>
public sealed partial class ProtocolClient
{
    /// <summary>Opens a session. With a key (the default) a negotiate whose answer was lost is repeated.</summary>
    public static async Task<ProtocolClient> NegotiateAsync(Uri baseUri, ProtocolClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ProtocolClientOptions();
        var key = options.Key ?? Base64UrlText.NewKey();
        var request = new NegotiateRequest
        {
            Key = key.Length == 0 ? null : key,
            Transports = options.Transports,
            Failed = options.Failed,
            Messages = options.FirstMessages,
        };
        var (status, body) = await PostNegotiateAsync(baseUri, options, request, repeat: key.Length > 0, cancellationToken).ConfigureAwait(false);
        if (status != 200)
        {
            throw new NegotiateFailedException(status, WireProblem.TryParse(body));
        }

        var client = new ProtocolClient(baseUri, NegotiateAnswer.Parse(body), options);
        client.Begin();
        return client;
    }

    /// <summary>Negotiate with <c>renew</c>: other credentials for this session.</summary>
    public async Task RenewAsync(IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken = default)
    {
        var request = new NegotiateRequest { Renew = (Base64UrlText.Encode(_answer.Id), Base64UrlText.Encode(_answer.Secret)) };
        var (status, body) = await PostNegotiateAsync(
            BaseUri, Options with { NegotiateHeaders = headers }, request, repeat: true, cancellationToken).ConfigureAwait(false);
        if (status != 200)
        {
            throw new NegotiateFailedException(status, WireProblem.TryParse(body));
        }
    }

    private static async Task<(int Status, byte[] Body)> PostNegotiateAsync(
        Uri baseUri, ProtocolClientOptions options, NegotiateRequest request, bool repeat, CancellationToken cancellationToken)
    {
        using var http = new CarrierHttp(options);
        var address = new Uri($"{baseUri.GetLeftPart(UriPartial.Path).TrimEnd('/')}/negotiate");
        for (var failures = 0; ; failures++)
        {
            try
            {
                using var response = await http.PostAsync(address, request.ToJson(), options.NegotiateHeaders, cancellationToken).ConfigureAwait(false);
                return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            }
            catch (Exception error) when (repeat && failures < options.MaxFailures && IsCut(error) && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(options.ReconnectDelay, options.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What negotiate itself carried, both ways.</summary>
    private void Begin()
    {
        foreach (var message in Options.FirstMessages ?? [])
        {
            _firstMessages.Add(Outbox.Add(message.Type, message.Bytes));
        }

        foreach (var fail in _answer.Fails)
        {
            Outbox.Fail(fail.Number, fail.Code);
        }

        if (!Outbox.Prove(_answer.Received))
        {
            Violation($"negotiate: received {_answer.Received}, but {Outbox.Last} was sent");
        }

        Acked(_answer.Handled, "negotiate");
        var number = _answer.Position;
        foreach (var message in _answer.Messages)
        {
            Inbox.Take(++number, message.Type, message.Bytes, "negotiate");
        }
    }
}
