namespace MultiTransport.Trust.Probes;

/// <summary>What the probe sessions saw since they were last asked.</summary>
/// <param name="WebSocket">Echoes of the session on a WebSocket.</param>
/// <param name="LongPoll">Echoes of the session that polls.</param>
/// <param name="Sent">Messages sent since the start, by both.</param>
/// <param name="Returned">Of those, how many came back, each once and in order.</param>
/// <param name="Faults">What was lost, doubled, out of order or against the contract since the start.</param>
/// <param name="Cuts">Connections that ended under a session since the start; none of them loses anything.</param>
internal sealed record ProbeTold(Latencies WebSocket, Latencies LongPoll, int Sent, int Returned, IReadOnlyList<string> Faults, int Cuts);
