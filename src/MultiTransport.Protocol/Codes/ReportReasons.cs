namespace MultiTransport.Protocol;

/// <summary>What a <see cref="ReportFrame"/> may say of a transport (PROTOCOL.md, section 13.10).</summary>
public static class ReportReasons
{
    /// <summary>It was proven.</summary>
    public const string Proven = "proven";

    /// <summary>The network answered in the server's place.</summary>
    public const string Refused = "refused";

    /// <summary>Nobody answered.</summary>
    public const string NoAnswer = "no-answer";

    /// <summary>What answered was not the server.</summary>
    public const string NotOurs = "not-ours";

    /// <summary>It opened, and then nothing came through.</summary>
    public const string Swallowed = "swallowed";

    /// <summary>Its headers came, and no byte of its body.</summary>
    public const string Held = "held";

    /// <summary>Its bytes came late.</summary>
    public const string Late = "late";

    /// <summary>It ended before it was proven, or within seconds of it.</summary>
    public const string DiedYoung = "died-young";

    /// <summary>It was proven, or a held poll, and something on the way ended it.</summary>
    public const string Cut = "cut";

    /// <summary>It was proven, and was found dead.</summary>
    public const string Silent = "silent";
}
