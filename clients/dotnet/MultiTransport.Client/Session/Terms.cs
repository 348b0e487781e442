using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>What a server said when it opened a session.</summary>
internal sealed record Terms(Credential Credential, Ladder Ladder, TimeSpan Heartbeat, TimeSpan Hold, UpstreamLimits Upstream, FlowLimits Window, IReadOnlyList<OfferedTransport> Offered)
{
    /// <summary>Before the first session.</summary>
    public static Terms None { get; } = new(
        default, new Ladder([]), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(20), UpstreamLimits.Default, new FlowLimits { Messages = 500, Bytes = 512 * 1024 }, []);

    /// <summary>Takes an answer apart, for a client that may use these transports; numbers that make no sense are brought into range.</summary>
    public static Terms Of(NegotiateResponse answer, string[] transports)
    {
        OfferedTransport[] offered = [.. answer.Transports.Where(one => transports.Contains(one.Name))];
        var limits = answer.Limits;
        return new Terms(
            Credential.TryParse(answer.Session, out var credential) ? credential : default,
            new Ladder(transports.Where(name => Array.Exists(offered, one => one.Name == name))),
            TimeSpan.FromSeconds(Math.Clamp(answer.Heartbeat, 0.1, 3600)),
            TimeSpan.FromSeconds(Math.Clamp(answer.Hold, 0, 3600)),
            new UpstreamLimits(limits.Message, Math.Max(limits.Body, 2 * Uplink.ControlRoom), Math.Max(1, limits.Upstream.Messages), limits.Upstream.Bytes),
            new FlowLimits { Messages = Math.Max(1, limits.Window.Messages), Bytes = Math.Max(1, limits.Window.Bytes) },
            offered);
    }

    /// <summary>Where a transport of the server is.</summary>
    public string PathOf(string transport) => Offered.First(one => one.Name == transport).Path;

    /// <summary>Rungs that the server lists behind the floor: it has seen them fail from here.</summary>
    public IEnumerable<string> BehindTheFloor() =>
        Offered.SkipWhile(one => one.Name != Ladder.Floor).Select(static one => one.Name).Where(name => Ladder.IsAbove(name, Ladder.Floor));
}
