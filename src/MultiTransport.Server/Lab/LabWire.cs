using System.Text;

namespace MultiTransport.Server.Lab;

/// <summary>The recent bytes of one WebSocket of a viewer, and the head of its handshake as it arrived. Older bytes give way to newer ones.</summary>
internal sealed class LabWire(HttpRequest request, Func<double> clock) : IWireCapture
{
    private readonly Lock _gate = new();
    private readonly Queue<LabPiece> _pieces = new();
    private int _kept;
    private long _dropped;

    /// <summary>Request line and header fields.</summary>
    public string Head { get; } = HeadOf(request);

    public void Received(ReadOnlySpan<byte> bytes) => Keep(isUp: true, bytes);

    public void Sent(ReadOnlySpan<byte> bytes) => Keep(isUp: false, bytes);

    public LabCaptured Read()
    {
        lock (_gate)
        {
            return new LabCaptured(Head, [.. _pieces], _dropped);
        }
    }

    private void Keep(bool isUp, ReadOnlySpan<byte> bytes)
    {
        var at = clock();
        lock (_gate)
        {
            var piece = new LabPiece(isUp, at, bytes.Length, bytes[..Math.Min(bytes.Length, LabLimits.CapturedBytes)].ToArray());
            _pieces.Enqueue(piece);
            _kept += piece.Bytes.Length;
            while (_kept > LabLimits.CapturedBytes || _pieces.Count > LabLimits.CapturedPieces)
            {
                var oldest = _pieces.Dequeue();
                _kept -= oldest.Bytes.Length;
                _dropped += oldest.Length;
            }
        }
    }

    private static string HeadOf(HttpRequest request)
    {
        var head = new StringBuilder($"{request.Method} {request.Path}{(request.QueryString.HasValue ? "?…" : "")} {request.Protocol}\r\n"); // the query is the viewer's token
        foreach (var (name, values) in request.Headers)
        {
            foreach (var value in values)
            {
                // What proves who somebody is belongs in no picture.
                var shown = name is "Cookie" or "Authorization" or "Proxy-Authorization" ? "…" : value;
                head.Append(name).Append(": ").Append(shown).Append("\r\n");
            }
        }

        return head.ToString(0, Math.Min(head.Length, LabLimits.CapturedBytes));
    }
}
