namespace MultiTransport.Client;

/// <summary>What a proof says: nothing yet, proven, or failed and why.</summary>
internal readonly record struct ProofResult(bool IsProven, string? Reason, string Detail)
{
    public static ProofResult Unknown => default;

    public static ProofResult Proven { get; } = new(true, null, "");

    /// <summary>It works, with a small write after each other one.</summary>
    public bool WantsTrailing { get; init; }

    public bool IsFailed => Reason is not null;

    public static ProofResult Failed(string reason, string detail) => new(false, reason, detail);
}
