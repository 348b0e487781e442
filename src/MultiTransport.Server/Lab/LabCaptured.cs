namespace MultiTransport.Server.Lab;

/// <summary>What went over the viewer's WebSocket.</summary>
/// <param name="Head">The handshake's request line and header fields.</param>
/// <param name="Pieces">The response's head and the frames both ways, in the order in which they were seen.</param>
/// <param name="Dropped">Bytes before those that are no longer there.</param>
internal sealed record LabCaptured(string Head, IReadOnlyList<LabPiece> Pieces, long Dropped);
