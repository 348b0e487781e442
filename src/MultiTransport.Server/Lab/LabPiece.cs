namespace MultiTransport.Server.Lab;

/// <summary>Bytes that were read or written at once.</summary>
/// <param name="IsUp">From the client.</param>
/// <param name="At">By the viewer's clock on the server, in microseconds.</param>
/// <param name="Length">How many there were.</param>
/// <param name="Bytes">Those that were kept.</param>
internal sealed record LabPiece(bool IsUp, double At, int Length, byte[] Bytes);
