using System.Text.Json.Serialization;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>A held answer with stamped beats, and when each of them came. Times are milliseconds since the request.</summary>
internal sealed record StripProbe
{
    /// <summary>Which, of <see cref="StripPlan"/>.</summary>
    public string Name { get; set; } = "";

    /// <summary>When the head of the answer came.</summary>
    public double? Head { get; set; }

    public int? Status { get; set; }

    public string? Type { get; set; }

    /// <summary>The coding that the answer had on arrival.</summary>
    public string? Encoding { get; set; }

    public IReadOnlyList<Beat> Beats { get; set; } = [];

    /// <summary>Whether the server's own end came.</summary>
    public bool Complete { get; set; }

    /// <summary>When the answer ended; null where it did not before the client gave up.</summary>
    public double? End { get; set; }

    /// <summary>When the client gave up waiting.</summary>
    public double? GaveUp { get; set; }

    public string? Fault { get; set; }

    /// <summary>Whether somebody on the way compressed it: this server never does.</summary>
    [JsonIgnore]
    public bool IsCompressed => Encoding is { Length: > 0 } coding && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase);
}
