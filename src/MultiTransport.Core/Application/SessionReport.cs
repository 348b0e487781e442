namespace MultiTransport;

/// <summary>What a client told of a transport (PROTOCOL.md, section 13.10).</summary>
/// <param name="Transport">Its name.</param>
/// <param name="Reason">What happened, one of <see cref="Protocol.ReportReasons"/>.</param>
/// <param name="Age">The session's age when it was told.</param>
/// <param name="Alive">How long the transport had lived.</param>
/// <param name="Silent">How long nothing had come or gone on it.</param>
public sealed record SessionReport(string Transport, string Reason, TimeSpan Age, TimeSpan Alive, TimeSpan Silent);
