namespace MultiTransport.Server.Probes;

/// <summary>The server takes sessions and publishes.</summary>
internal sealed record ReadyAnswer(bool Ready);
