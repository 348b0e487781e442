using MultiTransport.Comparison.Measures;

namespace MultiTransport.Comparison.Server;

/// <summary>Who answers, and where its other ports are.</summary>
internal sealed record HelloAnswer(string Name, int Format, string Version, int Port, int SecurePort)
{
    public const string ExpectedName = "multitransport-comparison";
}

/// <summary>The server's clock when it read the question and when it answered.</summary>
internal sealed record ClockAnswer(long Received, long Answered);

/// <summary>An order to publish to every session.</summary>
internal sealed record PublishOrder(double PerSecond, long Count, int Size, bool IsBinary, long Start);

internal sealed record PublishAnswer(long Sent, bool IsDone, Bucket[] Lateness);

internal sealed record ArrivalsAnswer(long Messages, long Disorders, Bucket[] Latency);

internal sealed record SessionAnswer(string Id, string Phase, string? Transport);

/// <summary>What the server's sockets carried on the measured ports so far, by transport.</summary>
internal sealed record WireAnswer(bool IsCounted, Dictionary<string, WireUsage> Transports);
