namespace MultiTransport.Server.Api.Sessions;

/// <summary>How many sessions were ended; their clients are told <c>kicked</c> and do not come back by themselves.</summary>
internal sealed record DisconnectedAnswer(int Disconnected);
