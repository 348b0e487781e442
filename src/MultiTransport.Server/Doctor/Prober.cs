using System.Runtime.InteropServices;
using MultiTransport.AspNetCore.Doctor;

namespace MultiTransport.Server.Doctor;

/// <summary>One run: first whether this server answers at all, then everything else side by side.</summary>
internal sealed class Prober(ProbeLine line, bool idle)
{
    private readonly ShortProber _short = new(line);
    private readonly StripProber _strips = new(line);
    private readonly SocketProber _sockets = new(line);

    public async Task<Observations> RunAsync()
    {
        var (doctor, plan, answer) = await FindAsync();
        var observations = new Observations
        {
            Client = "cli",
            Agent = RuntimeInformation.FrameworkDescription,
            Url = doctor.AbsoluteUri,
            Proxy = line.Proxy(doctor),
        };
        if (plan is null)
        {
            return observations with { Echoes = [answer] };
        }

        var (echoes, roundTrip) = await EchoesAsync(doctor);
        observations = observations with { Echoes = echoes, RoundTrip = roundTrip };
        if (echoes.All(static echo => echo.Head is null))
        {
            return observations;
        }

        var socket = _sockets.ProbeAsync(doctor, roundTrip);
        var repeats = await RepeatsAsync(doctor, plan); // first: two requests at once must not wait for connections that strips hold
        var strips = plan.Strips.Select(strip => line.InTurnAsync(() => _strips.ReadAsync(doctor, strip, plan, roundTrip))).ToArray();
        var tries = TriesAsync(doctor, plan);
        observations = observations with { WebSocket = await socket, Strips = await Task.WhenAll(strips), Tries = await tries, Repeats = repeats };
        observations = observations with { Others = await Task.WhenAll(plan.Others.Select(other => OtherAsync(new Uri(other), plan))) };
        return idle ? observations with { Idles = await IdlesAsync(doctor, plan, observations) } : observations;
    }

    /// <summary>The address itself, or <c>/doctor</c> below it: both are what people type.</summary>
    private async Task<(Uri Doctor, DoctorPlan? Plan, EchoProbe Answer)> FindAsync()
    {
        var given = new Uri(line.Url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
        var (plan, answer) = await _short.PlanAsync(given);
        if (plan is not null || answer.Status is null || given.AbsolutePath.EndsWith("/doctor/", StringComparison.Ordinal))
        {
            return (given, plan, answer);
        }

        var below = new Uri(given, "doctor/");
        var (found, other) = await _short.PlanAsync(below);
        return found is null && other.Code is null ? (given, null, answer) : (below, found, other);
    }

    private async Task<(IReadOnlyList<EchoProbe> Echoes, double RoundTrip)> EchoesAsync(Uri doctor)
    {
        var byGet = await _short.EchoAsync(doctor, HttpMethod.Get);
        var byPost = await _short.EchoAsync(doctor, HttpMethod.Post);
        var asPage = await _short.EchoAsync(doctor, HttpMethod.Post, asPage: true);
        var again = await _short.EchoAsync(doctor, HttpMethod.Get); // on a connection that is open
        return ([byGet.Echo, byPost.Echo, asPage.Echo], Math.Min(again.Took, Math.Min(byGet.Took, byPost.Took)));
    }

    private async Task<IReadOnlyList<TryProbe>> TriesAsync(Uri doctor, DoctorPlan plan)
    {
        var bodies = line.InTurnAsync(() => _short.BodiesAsync(doctor, plan.Bodies));
        var others = plan.Urls.Select(size => line.InTurnAsync(() => _short.UrlAsync(doctor, size)))
            .Concat(plan.Headers.Select(size => line.InTurnAsync(() => _short.HeaderAsync(doctor, size))))
            .Concat(plan.Methods.Select(method => line.InTurnAsync(() => _short.MethodAsync(doctor, method)))).ToArray();
        return [.. await bodies, .. await Task.WhenAll(others)];
    }

    /// <summary>One after the other: each asks twice at once by itself.</summary>
    private async Task<IReadOnlyList<RepeatProbe>> RepeatsAsync(Uri doctor, DoctorPlan plan) =>
    [
        await _short.RepeatAsync(doctor, together: true, noStore: true, plan.Hold),
        await _short.RepeatAsync(doctor, together: true, noStore: false, plan.Hold),
        await _short.RepeatAsync(doctor, together: false, noStore: true, 0),
        await _short.RepeatAsync(doctor, together: false, noStore: false, 0),
    ];

    private async Task<OtherAddress> OtherAsync(Uri given, DoctorPlan plan)
    {
        var doctor = new Uri(given.AbsoluteUri.TrimEnd('/') + "/");
        var (echoes, roundTrip) = await EchoesAsync(doctor);
        if (echoes.All(static echo => echo.Head is null))
        {
            return new OtherAddress { Url = given.AbsoluteUri, Echoes = echoes };
        }

        var socket = _sockets.ProbeAsync(doctor, roundTrip);
        var strips = plan.Strips.Where(static strip => strip.Name is StripPlan.Sse or StripPlan.Octet).Select(strip => _strips.ReadAsync(doctor, strip, plan, roundTrip)).ToArray();
        return new OtherAddress { Url = given.AbsoluteUri, Echoes = echoes, WebSocket = await socket, Strips = await Task.WhenAll(strips) };
    }

    /// <summary>Silence on the ways that work.</summary>
    private async Task<IReadOnlyList<IdleProbe>> IdlesAsync(Uri doctor, DoctorPlan plan, Observations so)
    {
        var ways = Ladder.Of(Readings.Of(so)).Where(static rung => rung is { Works: true, Name: "websocket" or "sse" or "longpoll" }).Select(static rung => rung.Name).ToArray();
        var prober = new IdleProber(line);
        var silences = await Task.WhenAll(plan.Silences.Select(seconds => prober.ProbeAsync(doctor, seconds, ways)));
        return [.. silences.SelectMany(static each => each)];
    }
}
