namespace MultiTransport.Conformance.Scenarios;

/// <summary>How the first messages of some sessions of a client fared under a fault.</summary>
/// <param name="Client">The client.</param>
/// <param name="Fault">The fault's name.</param>
/// <param name="Exchanges">The most HTTP exchanges that one needed until its first echo.</param>
/// <param name="Milliseconds">The median time from connect to the first echo.</param>
/// <param name="Sessions">How many sessions.</param>
/// <param name="Transport">The transport that one of them had in the end.</param>
/// <param name="Settled">When it had it.</param>
/// <param name="WebSocket">The median time to the WebSocket, where it works.</param>
internal sealed record FirstEcho(
    string Client, string Fault, int Exchanges, double Milliseconds, int Sessions, string? Transport, double Settled, double? WebSocket)
{
    public const string NoFault = "none";
}
