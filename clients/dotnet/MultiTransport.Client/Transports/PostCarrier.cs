using System.Buffers;

namespace MultiTransport.Client;

/// <summary>
/// One POST whose answer is made of frames: a poll, a send, a held response. It reports inside turns; after <see cref="Drop"/> nothing more.
/// </summary>
internal sealed class PostCarrier(Turn turn, ClientHttp http, TimeProvider time, string path, byte[] body, IFrameDecoder decoder, CarrierReader reader)
{
    private const int ReadSize = 16 * 1024;

    private readonly CancellationTokenSource _life = new();
    private bool _over;

    /// <summary>Bytes came, and what they held was taken.</summary>
    public Action Progress { get; init; } = static () => { };

    public required Action<CarrierEnd> Ended { get; init; }

    public void Start() => Background.Run(RunAsync);

    /// <summary>Ends it without a report.</summary>
    public void Drop()
    {
        if (!_over)
        {
            _over = true;
            _ = _life.CancelAsync();
        }
    }

    private async Task RunAsync()
    {
        CarrierEnd end;
        try
        {
            using var response = await http.PostAsync(path, body, bearer: null, _life.Token).ConfigureAwait(false);
            if (response.StatusCode != System.Net.HttpStatusCode.OK)
            {
                end = await HttpAnswer.RefusalAsync(response, time, _life.Token).ConfigureAwait(false);
            }
            else
            {
                end = await ReadAsync(response).ConfigureAwait(false) ? CarrierEnd.Cut("It ended without a close.") : CarrierEnd.NotOurs(HttpAnswer.Describe(response), 200);
            }
        }
        catch (Exception error)
        {
            // whatever a handler throws, the exchange has failed; that it came from us shows in _over
            end = reader.IsOurs ? CarrierEnd.Cut(HttpAnswer.Describe(error)) : CarrierEnd.NoAnswer(HttpAnswer.Describe(error));
        }

        turn.Run(() => End(end));
    }

    /// <summary>Reads to the end; false where nothing of it was ours.</summary>
    private async Task<bool> ReadAsync(HttpResponseMessage response)
    {
        var stream = await response.Content.ReadAsStreamAsync(_life.Token).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
            var count = 0;
            Action feed = () => Feed(buffer.AsSpan(0, count));
            while (!Volatile.Read(ref _over) && (count = await stream.ReadAsync(buffer, _life.Token).ConfigureAwait(false)) > 0)
            {
                turn.Run(feed);
            }

            ArrayPool<byte>.Shared.Return(buffer);
            return reader.IsOurs;
        }
    }

    private void Feed(ReadOnlySpan<byte> bytes)
    {
        if (_over)
        {
            return;
        }

        decoder.Feed(bytes, reader);
        Progress();
        if (reader.End is { } end && !_over)
        {
            End(end);
        }
    }

    private void End(CarrierEnd end)
    {
        if (!_over)
        {
            _over = true;
            Ended(reader.End ?? end);
        }
    }
}
