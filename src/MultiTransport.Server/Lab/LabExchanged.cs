namespace MultiTransport.Server.Lab;

/// <summary>What went over the wire for one request and its answer.</summary>
/// <param name="Number">Its place among the viewer's.</param>
/// <param name="At">When it arrived, by the viewer's clock on the server, in microseconds.</param>
/// <param name="IsShown">Whether its bytes could be told from those of others: not over HTTP/2.</param>
/// <param name="IsOver">Whether the answer is whole.</param>
/// <param name="Captured">The request's head; its body and the answer as they travelled.</param>
internal sealed record LabExchanged(int Number, double At, bool IsShown, bool IsOver, LabCaptured Captured);
