namespace MultiTransport.Server.Lab.Network;

/// <summary>What a viewer's simulated network does. The defaults are a network that does nothing.</summary>
/// <param name="Delay">Milliseconds that everything takes longer, each way.</param>
/// <param name="Jitter">Up to so many milliseconds more, drawn anew for each write. The order is kept.</param>
/// <param name="Upgrade">What becomes of WebSocket handshakes: <c>pass</c>; <c>refuse</c> takes the Upgrade away, as proxies do; <c>hang</c> answers never.</param>
/// <param name="Swallow">Which way WebSockets that opened lose everything: <c>none</c>, <c>up</c>, <c>down</c> or <c>both</c>.</param>
/// <param name="Hold">How responses are held back: <c>none</c>; <c>end</c> until they end, or a buffer is full; <c>behind</c> each write until the next one.</param>
/// <param name="Holds">Which responses: <c>all</c>, <c>text</c> (text/*) or <c>events</c> (text/event-stream).</param>
/// <param name="Idle">Seconds without a byte after which a connection is cut; 0 is never.</param>
internal sealed record NetworkConditions(
    int Delay = 0,
    int Jitter = 0,
    string Upgrade = NetworkConditions.Pass,
    string Swallow = NetworkConditions.None,
    string Hold = NetworkConditions.None,
    string Holds = NetworkConditions.All,
    int Idle = 0)
{
    public const int MaxDelay = 5_000; // ms
    public const int MaxIdle = 120; // s

    public const string Pass = "pass";
    public const string Refuse = "refuse";
    public const string Hang = "hang";
    public const string None = "none";
    public const string Up = "up";
    public const string Down = "down";
    public const string Both = "both";
    public const string End = "end";
    public const string Behind = "behind";
    public const string All = "all";
    public const string Text = "text";
    public const string Events = "events";

    public static NetworkConditions Clear { get; } = new();

    public bool SwallowsUp => Swallow is Up or Both;

    public bool SwallowsDown => Swallow is Down or Both;

    /// <summary>How a response of that type is held back.</summary>
    public string HoldOf(string? contentType) => Holds switch
    {
        Text when contentType?.StartsWith("text/", StringComparison.OrdinalIgnoreCase) is not true => None,
        Events when contentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) is not true => None,
        _ => Hold,
    };

    /// <summary>What is wrong with them, with the value and what is accepted; null where nothing is.</summary>
    public string? Fault() => this switch
    {
        { Delay: not (>= 0 and <= MaxDelay) } => $"delay is {Delay}; accepted: 0 to {MaxDelay} milliseconds.",
        { Jitter: not (>= 0 and <= MaxDelay) } => $"jitter is {Jitter}; accepted: 0 to {MaxDelay} milliseconds.",
        { Upgrade: not (Pass or Refuse or Hang) } => $"upgrade is {Shown(Upgrade)}; accepted: pass, refuse, hang.",
        { Swallow: not (None or Up or Down or Both) } => $"swallow is {Shown(Swallow)}; accepted: none, up, down, both.",
        { Hold: not (None or End or Behind) } => $"hold is {Shown(Hold)}; accepted: none, end, behind.",
        { Holds: not (All or Text or Events) } => $"holds is {Shown(Holds)}; accepted: all, text, events.",
        { Idle: not (>= 0 and <= MaxIdle) } => $"idle is {Idle}; accepted: 0 (never) to {MaxIdle} seconds.",
        _ => null,
    };

    private static string Shown(string? text) => text is null ? "missing" : text.Length > 20 ? $"'{text[..20]}…'" : $"'{text}'";
}
