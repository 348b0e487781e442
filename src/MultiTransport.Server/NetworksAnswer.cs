namespace MultiTransport.Server;

/// <summary>The body of <c>/networks</c>.</summary>
internal sealed record NetworksAnswer(int Count, IReadOnlyList<NetworkReport> Networks);
