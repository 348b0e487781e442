using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>Checks options; every fault is found at once.</summary>
internal static class MultiTransportOptionsValidator
{
    private const int MaxBytes = 1 << 30;

    public static IReadOnlyList<string> Validate(string where, MultiTransportOptions options, IReadOnlyCollection<string> known)
    {
        var faults = new OptionFaults(where);
        Sizes(faults, options);
        Rates(faults, options.Rates);
        Times(faults, options);
        Lists(faults, options, known);
        return faults.All;
    }

    public static IReadOnlyList<string> Validate(MultiTransportServerOptions options, string where = nameof(MultiTransportServerOptions))
    {
        var faults = new OptionFaults(where);
        faults.Range(options.Limits.MaxSessions, 1, int.MaxValue);
        faults.Range(options.Limits.MaxAnonymousSessions, 0, int.MaxValue);
        faults.Range(options.Limits.MaxSessionsPerUser, 1, int.MaxValue);
        faults.Range(options.Limits.MaxSessionsPerAddress, 1, int.MaxValue);
        faults.Range(options.Limits.MaxPendingAttaches, 1, int.MaxValue);
        faults.Range(options.Limits.MaxPendingAttachesPerAddress, 1, int.MaxValue);
        faults.Range(options.Limits.ByteBudget, 1 << 20, long.MaxValue / 2);
        faults.Range(options.Limits.Node, 0, 0xFF_FFFF);
        faults.Range(options.Networks.MaxNetworks, 1, 1_000_000);
        faults.Range(options.Networks.Expiry, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        faults.Range(options.DrainTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        faults.Range(options.DrainPace, 1, 1_000_000);
        faults.Range(options.SweepInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(5));
        faults.Range(options.MaxSweepDelay, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
        return faults.All;
    }

    private static void Sizes(OptionFaults faults, MultiTransportOptions options)
    {
        faults.Range(options.MaxSessions, 1, int.MaxValue);
        faults.Range(options.LogMessages, 2, 1_000_000);
        faults.Range(options.LogBytes, 1024, MaxBytes);
        faults.Range(options.MaxMessageBytes, 1, options.LogBytes / 2);
        faults.Range(options.InboxMessages, 1, 65_536);
        faults.Range(options.InboxBytes, options.MaxMessageBytes, MaxBytes);
        faults.Range(options.MaxRequests, 1, 65_536);
        faults.Range(options.MaxBodyBytes, Math.Min(options.MaxMessageBytes, MaxBytes - 8192) + 8192, MaxBytes);
    }

    private static void Rates(OptionFaults faults, RateLimits rates)
    {
        const int most = 1_000_000;
        faults.Range(rates.Openings, 0, most);
        faults.Range(rates.OpeningsPerAddress, 0, most);
        faults.Range(rates.OpeningsPerUser, 0, most);
        faults.Range(rates.Requests, 0, most);
        faults.Range(rates.RequestsPerAddress, 0, most);
        faults.Range(rates.RequestsPerUser, 0, most);
    }

    private static void Times(OptionFaults faults, MultiTransportOptions options)
    {
        var second = TimeSpan.FromSeconds(1);
        var minutes = TimeSpan.FromMinutes(10);
        faults.Range(options.Resume, second, TimeSpan.FromDays(1));
        faults.Range(options.UnprovenResume, second, options.Resume);
        faults.Range(options.NegotiateKeyLife, second, TimeSpan.FromHours(1));
        faults.Range(options.Heartbeat, second, minutes);
        faults.Range(options.Hold, TimeSpan.Zero, minutes);
        faults.Range(options.WriteTimeout, second, minutes);
        faults.Range(options.ProbeTimeout, second, minutes);
        faults.Range(options.AttachTimeout, second, TimeSpan.FromMinutes(1));
        faults.Range(options.HandlerWait, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        faults.Range(options.NegotiateWait, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private static void Lists(OptionFaults faults, MultiTransportOptions options, IReadOnlyCollection<string> known)
    {
        foreach (var unknown in options.Transports.Where(name => !known.Contains(name)))
        {
            faults.Add(nameof(options.Transports), $"has '{unknown}'; accepted are {string.Join(", ", known)}");
        }

        if (options.Transports.Count == 0)
        {
            faults.Add(nameof(options.Transports), $"is empty; accepted are one or more of {string.Join(", ", known)}");
        }

        foreach (var origin in options.AllowedOrigins.Where(origin => !IsOrigin(origin)))
        {
            faults.Add(nameof(options.AllowedOrigins), $"has '{origin}'; accepted is scheme://host[:port] without a path, for example https://app.example");
        }

        foreach (var protocol in options.SubProtocols.Where(protocol => protocol is TransportNames.SubProtocol || !IsToken(protocol)))
        {
            faults.Add(nameof(options.SubProtocols), $"has '{protocol}'; accepted is an HTTP token other than {TransportNames.SubProtocol}");
        }

        if (!Enum.IsDefined(options.Overflow))
        {
            faults.Add(nameof(options.Overflow), $"is {options.Overflow}; accepted are {string.Join(", ", Enum.GetNames<OverflowPolicy>())}");
        }

        if (!Enum.IsDefined(options.OnCredentialExpiry))
        {
            faults.Add(nameof(options.OnCredentialExpiry), $"is {options.OnCredentialExpiry}; accepted are {string.Join(", ", Enum.GetNames<CredentialExpiry>())}");
        }
    }

    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Scheme is ("http" or "https")
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase);

    private static bool IsToken(string text) => text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c));
}
