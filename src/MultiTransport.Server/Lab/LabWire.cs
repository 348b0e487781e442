using System.Text;

namespace MultiTransport.Server.Lab;

/// <summary>The recent bytes of one request of a viewer and of its answer, which may be a WebSocket, and the request's head as it arrived. Older bytes give way to newer ones.</summary>
/// <param name="request">The request.</param>
/// <param name="target">Its target as it is shown: without what proves who the viewer is.</param>
/// <param name="clock">The viewer's clock.</param>
internal sealed class LabWire(HttpRequest request, string target, Func<double> clock) : IWireCapture
{
    private readonly Lock _gate = new();
    private readonly Queue<LabPiece> _pieces = new();
    private int _kept;
    private long _dropped;
    private bool _isClosed;

    /// <summary>Request line and header fields.</summary>
    public string Head { get; } = HeadOf(request, target);

    /// <summary>What it costs to tell it, in bytes.</summary>
    public int Kept => Head.Length + Volatile.Read(ref _kept);

    public void Received(ReadOnlySpan<byte> bytes) => Keep(isUp: true, bytes);

    public void Sent(ReadOnlySpan<byte> bytes) => Keep(isUp: false, bytes);

    public LabCaptured Read()
    {
        lock (_gate)
        {
            return new LabCaptured(Head, [.. _pieces], _dropped);
        }
    }

    /// <summary>Nobody looks any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _pieces.Clear();
            _kept = 0;
        }
    }

    private void Keep(bool isUp, ReadOnlySpan<byte> bytes)
    {
        var at = clock();
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            var piece = new LabPiece(isUp, at, bytes.Length, bytes[..Math.Min(bytes.Length, LabLimits.CapturedBytes)].ToArray());
            _pieces.Enqueue(piece);
            _kept += CostOf(piece);
            while (_kept > LabLimits.CapturedBytes || _pieces.Count > LabLimits.CapturedPieces)
            {
                var oldest = _pieces.Dequeue();
                _kept -= CostOf(oldest);
                _dropped += oldest.Length;
            }
        }
    }

    private static int CostOf(LabPiece piece) => piece.Bytes.Length + LabLimits.PieceCost;

    private static string HeadOf(HttpRequest request, string target)
    {
        var head = new StringBuilder($"{request.Method} {target} {request.Protocol}\r\n");
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
