namespace MultiTransport.Testing;

/// <summary>A body that is read from a socket.</summary>
internal sealed class InboxBody(SocketInbox inbox, HttpBody body) : IBody
{
    /// <summary>True once the last byte was read.</summary>
    public bool Done { get; private set; } = body.Done;

    public async ValueTask<BodyPiece?> ReadAsync(CancellationToken token)
    {
        while (!body.Done)
        {
            var raw = await inbox.PeekAsync(token).ConfigureAwait(false);
            if (raw.IsEmpty)
            {
                Done = body.UntilClose ? true : throw new CutException(CutKind.Finish);
                return null;
            }

            var content = new List<byte>();
            inbox.Consume(body.TakeUnit(raw.Span, content, out var endsUnit));
            Done = body.Done && !body.Chunked; // the end of a chunked body is read apart, so that the last chunk need not wait for it
            if (content.Count > 0)
            {
                return new BodyPiece(content.ToArray(), endsUnit);
            }
        }

        Done = true;
        return null;
    }
}
