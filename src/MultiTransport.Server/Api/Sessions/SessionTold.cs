namespace MultiTransport.Server.Api.Sessions;

/// <summary>What a client told of a transport.</summary>
/// <param name="Transport">Its name.</param>
/// <param name="Reason">What happened.</param>
/// <param name="Age">The session's age then, in seconds.</param>
/// <param name="Alive">How long the transport had lived, in seconds.</param>
/// <param name="Silent">How long nothing had come or gone on it, in seconds.</param>
internal sealed record SessionTold(string Transport, string Reason, double Age, double Alive, double Silent);
