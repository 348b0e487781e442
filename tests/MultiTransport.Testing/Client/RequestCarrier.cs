namespace MultiTransport.Testing;

/// <summary>Sections 7.4 to 7.6: a request whose answer ends: poll, send, close.</summary>
internal static class RequestCarrier
{
    public static async Task<CarrierEnd> RunAsync(
        ProtocolClient client, CarrierHttp http, string transport, string path, WireAttach attach, byte[] body, TimeSpan most, Action<CarrierReceiver>? begun, CancellationToken cancellationToken)
    {
        client.CountersOf(transport).CountRequest();
        var receiver = new CarrierReceiver(client, transport, attach) { Pinged = client.PongLater };
        begun?.Invoke(receiver);
        using var timeout = new CancellationTokenSource(most, client.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        cancellationToken = either.Token;
        try
        {
            using var response = await http.PostAsync(client.AddressBelow(path), body, client.Options.AttachHeaders, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode != 200)
            {
                var error = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
                return CarrierEnd.Of((int)response.StatusCode, WireProblem.TryParse(error));
            }

            client.JudgeHeaders(path, response, "application/octet-stream");
            if (path == "poll" && response.Content.Headers.ContentLength is null)
            {
                client.Violation("the answer to a poll has no Content-Length");
            }

            return await ReadAsync(response, receiver, cancellationToken).ConfigureAwait(false);
        }
        catch (StrangerException error)
        {
            return CarrierEnd.Stranger(error.Message);
        }
        catch (WireFormatException error) when (!receiver.Attached.IsCompleted)
        {
            return CarrierEnd.Stranger(error.Message);
        }
        catch (WireFormatException error)
        {
            client.Violation($"{path}: {error.Message}");
            return CarrierEnd.Cut(error.Message);
        }
        catch (Exception error) when (ProtocolClient.IsCut(error))
        {
            return receiver.Close is { } close ? CarrierEnd.Of(close) : CarrierEnd.Cut($"{error.GetType().Name}: {error.Message}");
        }
    }

    private static async Task<CarrierEnd> ReadAsync(HttpResponseMessage response, CarrierReceiver receiver, CancellationToken cancellationToken)
    {
        // A whole message of a truncated answer is taken: its number stands, and the server repeats the rest.
        var frames = new WireReader();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            frames.Append(buffer.AsSpan(0, count));
            while (frames.TryRead(out var frame))
            {
                receiver.Process(frame);
            }
        }

        return receiver.Close is { } close ? CarrierEnd.Of(close) : CarrierEnd.Cut("the answer ended without close");
    }
}
