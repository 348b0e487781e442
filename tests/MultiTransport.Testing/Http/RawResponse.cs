using System.Text;

namespace MultiTransport.Testing;

/// <summary>A response as it comes in. Its content is without transfer framing, its end tells whether it was whole.</summary>
public sealed class RawResponse
{
    private readonly RawHttp _connection;
    private readonly HttpBody _body;

    internal RawResponse(RawHttp connection, HttpHead head, HttpBody body)
    {
        _connection = connection;
        _body = body;
        Head = head;
    }

    public HttpHead Head { get; }

    public int StatusCode => Head.StatusCode;

    /// <summary>True once the body is over as its framing says, or by the end of the connection where that is its framing.</summary>
    public bool Complete { get; private set; }

    /// <summary>The next content bytes; empty at the end, whole or not (<see cref="Complete"/>).</summary>
    public async Task<byte[]> ReadAsync(CancellationToken cancellationToken = default)
    {
        var content = new List<byte>();
        while (content.Count == 0 && !_body.Done)
        {
            var raw = await _connection.ReadRawAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            if (raw.Length == 0)
            {
                Complete = _body.UntilClose;
                return [];
            }

            var used = _body.Take(raw, content);
            _connection.PushBack(raw.AsSpan(used));
        }

        Complete |= _body.Done;
        return [.. content];
    }

    /// <summary>The rest of the content.</summary>
    public async Task<byte[]> ReadBodyAsync(CancellationToken cancellationToken = default)
    {
        var content = new List<byte>();
        while (await ReadAsync(cancellationToken).ConfigureAwait(false) is { Length: > 0 } bytes)
        {
            content.AddRange(bytes);
        }

        return [.. content];
    }

    public async Task<string> ReadTextAsync(CancellationToken cancellationToken = default) =>
        Encoding.UTF8.GetString(await ReadBodyAsync(cancellationToken).ConfigureAwait(false));
}
