namespace MultiTransport.Load.Dialects.Sdk;

/// <summary>The close codes that a client acts on (clients/PROTOCOL.md, section 9).</summary>
internal static class CloseCode
{
    public const long Complete = 4000;
    public const long ClosedByClient = 4301;
    public const long Superseded = 4100;
    public const long Stale = 4101;

    /// <summary>The session is gone: negotiate anew.</summary>
    public static bool SaysRenegotiate(long code) => code is >= 4200 and < 4300;
}
