namespace MultiTransport.AspNetCore.Doctor;

/// <summary>What is wrong with observations that somebody posts: each fault with its place, the value and what is accepted. They come from a client and may be anything.</summary>
internal sealed class ObservationFaults
{
    private const int MaxText = 300;
    private const int MaxHeaders = 64;
    private const double MaxTime = 600_000;

    private readonly List<string> _faults = [];

    private ObservationFaults()
    {
    }

    public static IReadOnlyList<string> Of(Observations observations)
    {
        var faults = new ObservationFaults();
        faults.Check(observations);
        return faults._faults;
    }

    private void Check(Observations all)
    {
        if (HasNull(all.Tries, all.Repeats, all.Idles, all.Others) || HasNullWay(all.Echoes, all.Strips) || all.Others.Any(static other => HasNullWay(other.Echoes, other.Strips))
            || all.Repeats.Any(static repeat => HasNull(repeat.Serials)))
        {
            Add("a list", "has an item that is null; accepted are objects");
            return;
        }

        Text("url", all.Url);
        if (!Uri.TryCreate(all.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            Add("url", $"is '{LogText.Clean(all.Url)}'; accepted is an absolute http or https URL");
        }

        if (all.Client is not ("page" or "cli"))
        {
            Add("client", $"is '{LogText.Clean(all.Client)}'; accepted are page and cli");
        }

        Text("agent", all.Agent);
        Text("proxy", all.Proxy);
        Time("roundTrip", all.RoundTrip);
        Short("tries", all.Tries, 40);
        Short("repeats", all.Repeats, 10);
        Short("idles", all.Idles, 20);
        Short("others", all.Others, 5);
        CheckWay("", all.Echoes, all.WebSocket, all.Strips);
        foreach (var (i, other) in all.Others.Index().Take(5))
        {
            Text($"others[{i}].url", other.Url);
            CheckWay($"others[{i}].", other.Echoes, other.WebSocket, other.Strips);
        }

        foreach (var (i, each) in all.Tries.Index().Take(40))
        {
            Texts($"tries[{i}]", each.What, each.Method, each.Fault);
            Status($"tries[{i}].status", each.Status);
            Number($"tries[{i}].size", each.Size, 0, 100_000_000);
        }

        foreach (var (i, each) in all.Repeats.Index().Take(10))
        {
            Short($"repeats[{i}].serials", each.Serials, 8);
            Short($"repeats[{i}].at", each.At, 8);
            Texts($"repeats[{i}].serials", [.. each.Serials.Take(8)]);
            Times($"repeats[{i}]", [each.Hold, .. each.At.Take(8)]);
        }

        foreach (var (i, each) in all.Idles.Index().Take(20))
        {
            Texts($"idles[{i}]", each.Way, each.How);
            Number($"idles[{i}].seconds", each.Seconds, 0, 600);
            Number($"idles[{i}].cut", each.Cut, 0, 600);
        }
    }

    private void CheckWay(string at, IReadOnlyList<EchoProbe> echoes, SocketProbe? socket, IReadOnlyList<StripProbe> strips)
    {
        Short($"{at}echoes", echoes, 8);
        Short($"{at}strips", strips, 20);
        foreach (var (i, echo) in echoes.Index().Take(8))
        {
            var place = $"{at}echoes[{i}]";
            Texts(place, echo.Method, echo.Type, echo.Fault, echo.Code, echo.Head?.Method, echo.Head?.Protocol, echo.Head?.Scheme);
            Text($"{place}.detail", echo.Detail, 1000);
            Status($"{place}.status", echo.Status);
            Headers($"{place}.answer", echo.Answer);
            Headers($"{place}.head.headers", echo.Head?.Headers ?? []);
        }

        foreach (var (i, strip) in strips.Index().Take(20))
        {
            var place = $"{at}strips[{i}]";
            Texts(place, strip.Name, strip.Type, strip.Encoding, strip.Fault);
            Status($"{place}.status", strip.Status);
            Short($"{place}.beats", strip.Beats, 32);
            Times(place, [strip.Head, strip.End, strip.GaveUp, .. strip.Beats.Take(32).SelectMany(static beat => new double?[] { beat.At, beat.Sent })]);
        }

        if (socket is not null)
        {
            var place = $"{at}webSocket";
            Texts(place, socket.Fault);
            Status($"{place}.status", socket.Status);
            Number($"{place}.code", socket.Code, 0, 4999);
            Times(place, socket.Opened, socket.Greeted, socket.Answered, socket.Ended, socket.GaveUp, socket.Server?.Greeted, socket.Server?.Answered, socket.Server?.Ended);
            if (socket.Server?.Handshake is { } arrived)
            {
                Texts($"{place}.server.handshake", arrived.Method, arrived.Protocol, arrived.Upgrade, arrived.Connection, arrived.Version, arrived.Via);
            }
        }
    }

    private static bool HasNull(params ReadOnlySpan<IReadOnlyList<object>> lists)
    {
        foreach (var list in lists)
        {
            if (list.Any(static item => item is null))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasNullWay(IReadOnlyList<EchoProbe> echoes, IReadOnlyList<StripProbe> strips) =>
        HasNull(echoes, strips)
        || strips.Any(static strip => HasNull(strip.Beats))
        || echoes.Any(static echo => HasNull(echo.Answer, echo.Head?.Headers ?? []));

    private void Headers(string place, IReadOnlyList<SeenHeader> headers)
    {
        Short(place, headers, MaxHeaders);
        foreach (var header in headers.Take(MaxHeaders))
        {
            Texts(place, header.Name, header.Value);
            Number($"{place}.length", header.Length, 0, 1_000_000);
        }
    }

    private void Short<T>(string place, IReadOnlyList<T> list, int most)
    {
        if (list.Count > most)
        {
            Add(place, $"has {list.Count} items; accepted are {most}");
        }
    }

    private void Texts(string place, params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            Text(place, text);
        }
    }

    private void Text(string place, string? text, int most = MaxText)
    {
        if (text?.Length > most)
        {
            Add(place, $"has a text of {text.Length} characters; accepted are {most}");
        }
    }

    private void Times(string place, params ReadOnlySpan<double?> times)
    {
        foreach (var time in times)
        {
            Time(place, time);
        }
    }

    private void Time(string place, double? time) => Number(place, time, 0, MaxTime);

    private void Status(string place, int? status) => Number(place, status, 0, 999);

    private void Number(string place, double? value, double least, double most)
    {
        if (value is { } number && !(number >= least && number <= most))
        {
            Add(place, $"has the number {number}; accepted are {least} to {most}");
        }
    }

    private void Add(string place, string fault)
    {
        if (_faults.Count < 10)
        {
            _faults.Add($"{place} {fault}");
        }
    }
}
