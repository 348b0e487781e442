namespace MultiTransport;

/// <summary>Options of a doctor.</summary>
public sealed class MultiTransportDoctorOptions
{
    /// <summary>
    /// Other addresses of this same doctor, for example <c>https://app.example/doctor/</c> beside http, or <c>http://10.0.0.5:5080/doctor/</c> past the reverse proxy. Default: none.
    /// Each is tried too, which tells the server's side from the visitor's. The doctor there must have this address in <see cref="AllowedOrigins"/>.
    /// </summary>
    public IList<string> OtherAddresses { get; set; } = [];

    /// <summary>Origins of other hosts whose doctor pages may try this one, for example <c>https://app.example</c>. Default: none. The <see cref="MultiTransportOptions.AllowedOrigins"/> given to <c>AddMultiTransport</c> may too.</summary>
    public IList<string> AllowedOrigins { get; set; } = [];

    /// <summary>How many held answers and WebSockets there may be at once, of all visitors. Default 128; range 1 to 10,000.</summary>
    public int MaxHeld { get; set; } = 128;

    /// <summary>How many requests all visitors may make a second, on average; ten times as many at once. A run takes some forty. Default 100; range 1 to 10,000.</summary>
    public int RequestsPerSecond { get; set; } = 100;

    internal IEnumerable<string> FindFaults()
    {
        var faults = new AspNetCore.OptionFaults(nameof(MultiTransportDoctorOptions));
        faults.Range(MaxHeld, 1, 10_000);
        faults.Range(RequestsPerSecond, 1, 10_000);
        foreach (var address in OtherAddresses)
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Query.Length > 0)
            {
                faults.Add(nameof(OtherAddresses), $"has '{address}'; accepted is an absolute http or https URL of a doctor, for example https://app.example/doctor/");
            }
        }

        foreach (var origin in AllowedOrigins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.GetLeftPart(UriPartial.Authority) != origin)
            {
                faults.Add(nameof(AllowedOrigins), $"has '{origin}'; accepted is an origin such as https://app.example, without a path");
            }
        }

        return faults.All;
    }
}
