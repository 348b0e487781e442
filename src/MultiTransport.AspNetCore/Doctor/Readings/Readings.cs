namespace MultiTransport.AspNetCore.Doctor;

/// <summary>What one way to the server is like: its observations, read, with the products that gave themselves away.</summary>
internal sealed class Readings
{
    private readonly Dictionary<string, StripReading> _strips;

    private Readings(Observations observations, IReadOnlyList<EchoProbe> echoes, SocketProbe? socket, IReadOnlyList<StripProbe> strips)
    {
        Observations = observations;
        Echoes = echoes;
        Probe = socket;
        Socket = SocketReading.Of(socket);
        _strips = strips.DistinctBy(static strip => strip.Name).Select(strip => StripReading.Of(strip, observations.RoundTrip ?? 0)).ToDictionary(static strip => strip.Name);
        Compressed = strips.FirstOrDefault(static strip => strip.Name == StripPlan.Sse) is { IsCompressed: true } events ? LogText.Clean(events.Encoding!) : null;
        Products = Fingerprints.Find(this);
    }

    public Observations Observations { get; }

    public IReadOnlyList<EchoProbe> Echoes { get; }

    public SocketProbe? Probe { get; }

    public SocketReading Socket { get; }

    public IReadOnlyList<Recognised> Products { get; }

    /// <summary>The head of a plain request as it arrived.</summary>
    public RequestHead? Head => Echoes.FirstOrDefault(static echo => echo.Head is not null)?.Head;

    /// <summary>The headers of a plain answer, as far as the client can read them.</summary>
    public RequestHead Answer => new() { Headers = Echoes.FirstOrDefault(static echo => echo.Head is not null)?.Answer ?? [] };

    /// <summary>Whether a POST and its answer come through.</summary>
    public bool Posts => Echoes.Any(static echo => echo is { Method: "POST", Head: not null });

    public StripReading Sse => this[StripPlan.Sse];

    public StripReading Octet => this[StripPlan.Octet];

    /// <summary>The strips that were tried and say something.</summary>
    public IEnumerable<StripReading> Strips => _strips.Values.Where(static strip => strip.Verdict != StripVerdict.Unknown);

    public StripReading this[string name] => _strips.GetValueOrDefault(name) ?? new StripReading(name, StripVerdict.Unknown, "was not tried");

    /// <summary>The coding that event streams arrive with, where somebody on the way compressed them.</summary>
    public string? Compressed { get; }

    /// <summary>The host that the server was asked for, where it is not the client's: a proxy put its own there.</summary>
    public string? RewrittenHost => Head?["Host"] is { Length: > 0 } host && Uri.TryCreate(Observations.Url, UriKind.Absolute, out var url)
        && !host.Equals(url.Authority, StringComparison.OrdinalIgnoreCase) && !host.Equals(url.Host, StringComparison.OrdinalIgnoreCase) ? host : null;

    public static Readings Of(Observations observations) => new(observations, observations.Echoes, observations.WebSocket, observations.Strips);

    public static Readings Of(Observations observations, OtherAddress other) => new(observations, other.Echoes, other.WebSocket, other.Strips);

    public bool Knows(Product product) => Products.Any(recognised => recognised.Product == product);
}
