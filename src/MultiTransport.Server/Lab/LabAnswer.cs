using System.Text.Json;

namespace MultiTransport.Server.Lab;

/// <summary>What the page is told: one of these, or what was wrong.</summary>
internal sealed record LabAnswer
{
    public string? Fault { get; init; }

    /// <summary>What a session says first in order to be this viewer's. Random, and told to nobody else.</summary>
    public string? Token { get; init; }

    /// <summary>The viewer's clock on the server, in microseconds.</summary>
    public double? Clock { get; init; }

    public LabStarted? Started { get; init; }

    public LabStatus? Status { get; init; }

    public LabCaptured? Wire { get; init; }

    public IReadOnlyList<LabExchanged>? Exchanges { get; init; }

    public Message ToMessage() => new(MessageKind.Text, JsonSerializer.SerializeToUtf8Bytes(this, LabJson.Default.LabAnswer));
}
