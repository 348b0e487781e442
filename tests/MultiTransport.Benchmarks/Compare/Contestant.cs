using MultiTransport.Comparison.Peers;
using MultiTransport.Load;

namespace MultiTransport.Benchmarks.Compare;

/// <summary>A server and what its clients speak.</summary>
internal sealed record Contestant(string Name, PeerKind Kind, Dialect Dialect)
{
    public const string RawFrames = "RAW-frames";

    public static readonly string[] Names = [Dialect.Raw, RawFrames, Dialect.Sdk, Dialect.Native, Dialect.SignalR];

    public string Transport => Dialect.Transport;

    public bool IsRaw => Name == Dialect.Raw;

    /// <summary>Those of a transport, RAW first: the others are compared with it.</summary>
    public static IEnumerable<Contestant> Of(string transport, string[] names) =>
        from name in Names
        where names.Contains(name)
        let kind = KindOf(name)
        from dialect in Dialect.All
        where dialect.Transport == transport && dialect.Name == (name == RawFrames ? Dialect.Raw : name)
            && (name != RawFrames || transport is Dialect.WebSocket or Dialect.Sse)
        select new Contestant(name, kind, dialect);

    private static PeerKind KindOf(string name) => name switch
    {
        RawFrames => PeerKind.RawFrames,
        Dialect.Sdk or Dialect.Native => PeerKind.All.Single(kind => kind.Name == PeerKind.Ours),
        _ => PeerKind.All.Single(kind => kind.Name == name),
    };
}
