using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>What one POST bears, so that its end can be put to account.</summary>
internal sealed class PostBatch
{
    public required byte[] Body { get; set; }

    public required ulong Nonce { get; init; }

    /// <summary>The number of its first message, where it has any.</summary>
    public required long First { get; init; }

    /// <summary>How many messages it has.</summary>
    public int Count { get; set; }

    /// <summary>Their bytes as frames.</summary>
    public int Bytes { get; set; }

    /// <summary>The number of its last message; 0 where it has none.</summary>
    public long Through => Count > 0 ? First + Count - 1 : 0;

    /// <summary>What <see cref="AckLedger.Write"/> gave; null where it bears no acks.</summary>
    public long? AckMark { get; set; }

    /// <summary>The ping it bears.</summary>
    public byte[]? Ping { get; set; }

    /// <summary>The reports it bears.</summary>
    public ReportFrame[]? Reports { get; set; }

    /// <summary>The candidate whose promotion it bears.</summary>
    public Attachment? Promoted { get; set; }

    public Action? PromoteWritten { get; set; }
}
