using System.Threading.Channels;

namespace MultiTransport.Server.Lab.Network;

/// <summary>
/// One direction of one connection: bytes leave it in the order in which they came, after the network's delay. It holds little; who writes more waits.
/// Once it has swallowed something it stays mute, as real ones do: what came after a hole would be taken for what was in it.
/// </summary>
internal sealed class Line(Passage passage, Func<NetworkConditions, bool> swallows, Func<ReadOnlyMemory<byte>, ValueTask> deliver)
{
    private const int MaxPieces = 256;
    private const int MaxPiece = 1024; // bytes

    private readonly Channel<(long Since, TimeSpan Delay, byte[] Bytes)> _pieces =
        Channel.CreateBounded<(long, TimeSpan, byte[])>(new BoundedChannelOptions(MaxPieces) { SingleReader = true });

    private bool _isMute;

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        var (now, delay) = (passage.Network.Time.GetTimestamp(), passage.Delay());
        for (var sent = 0; sent < bytes.Length; sent += MaxPiece)
        {
            var piece = bytes.Slice(sent, Math.Min(MaxPiece, bytes.Length - sent));
            await _pieces.Writer.WriteAsync((now, delay, piece.ToArray()), passage.Aborted).ConfigureAwait(false);
        }
    }

    /// <summary>Nothing follows.</summary>
    public void End() => _pieces.Writer.TryComplete();

    /// <summary>Carries until the end.</summary>
    /// <exception cref="OperationCanceledException">The connection was cut.</exception>
    public async Task RunAsync()
    {
        var time = passage.Network.Time;
        try
        {
            await foreach (var (since, delay, bytes) in _pieces.Reader.ReadAllAsync(passage.Aborted).ConfigureAwait(false))
            {
                if (delay - time.GetElapsedTime(since) is { Ticks: > 0 } left)
                {
                    await Task.Delay(left, time, passage.Aborted).ConfigureAwait(false);
                }

                _isMute |= swallows(passage.Conditions);
                if (!_isMute)
                {
                    passage.Touch();
                    await deliver(bytes).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            End(); // nobody waits for room that nobody makes
        }
    }
}
